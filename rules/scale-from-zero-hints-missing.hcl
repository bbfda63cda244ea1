rule "scale-from-zero-hints-missing" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "Cluster Autoscaler does not see the devices of an empty group"

  when = (length(group.traits.neuron) > 0 || length(let.efa) > 0) && cluster.autoscaler == "cluster-autoscaler" && length(lookup(group.marks, "tagged_group", [])) == 0 && group.scaling_config.min_size == 0 && coalesce(group.scaling_config.max_size, 1) > 0

  let = {
    prefix = "k8s.io/cluster-autoscaler/node-template/resources/"
    efa    = lookup(group.marks, "efa", [])
    # Tags of an Auto Scaling group are of whichever group.
    told = concat(keys_of(group.tags), group.tags_beside)
  }

  check {
    condition = length(group.traits.neuron) == 0 || any([for key in let.told : startswith(key, let.prefix) && key != "${let.prefix}vpc.amazonaws.com/efa"])
    severity  = info
    at        = group.traits.neuron
    message   = "${group.name} may have no node, and nothing tells Cluster Autoscaler that its nodes have Neuron devices: pods that ask for them never make it grow"
    help      = "tag the group ${let.prefix}aws.amazon.com/neuron with their number on a node"
  }
  check {
    condition = length(let.efa) == 0 || any([for key in let.told : key == "${let.prefix}vpc.amazonaws.com/efa"])
    severity  = info
    at        = let.efa
    message   = "${group.name} may have no node, and nothing tells Cluster Autoscaler that its nodes have network devices of EFA: pods that ask for them never make it grow"
    help      = "tag the group ${let.prefix}vpc.amazonaws.com/efa with their number on a node"
  }

  why = <<-EOT
    Of a group that has no node Cluster Autoscaler makes up one from the first
    instance type: vCPU, memory and NVIDIA GPUs, and what tags of the group, or of its
    Auto Scaling group, name beside these. Pods that ask for anything else, such as
    Neuron devices, do not fit on that, and wait for ever. Ephemeral storage needs a
    tag as well; whether pods ask for it cannot be seen here.
  EOT

  references = [
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/aws_manager.go, managed_nodegroup_cache.go",
    "eksctl-io/eksctl issue 5514",
  ]
  forms = ["nodegroups", "eksctl", "terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          inference:
            capacity_type: ON_DEMAND
            instance_types: [⟦inf2.xlarge⟧]
            ami_type: AL2023_x86_64_NEURON
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: us-east-1}
        managedNodeGroups:
          - name: inference
            instanceTypes: [⟦inf2.xlarge⟧]
            minSize: 0
            maxSize: 5
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          inference:
            capacity_type: ON_DEMAND
            instance_types: [inf2.xlarge]
            ami_type: AL2023_x86_64_NEURON
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
            tags: {k8s.io/cluster-autoscaler/node-template/resources/aws.amazon.com/neuron: "1"}
          # The GPUs of a type are known to Cluster Autoscaler.
          training:
            capacity_type: ON_DEMAND
            instance_types: [g5.xlarge]
            ami_type: AL2023_x86_64_NVIDIA
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: us-east-1}
        managedNodeGroups:
          - name: inference
            instanceTypes: [inf2.xlarge]
            minSize: 1
            maxSize: 5
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "inference" {
          cluster_name           = "example"
          node_group_name_prefix = "inference-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "ON_DEMAND"
          ami_type               = "AL2023_x86_64_NEURON"
          instance_types         = [⟦"inf2.xlarge"⟧]
          scaling_config {
            min_size     = 0
            desired_size = 0
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }
      HCL
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "inference" {
          cluster_name           = "example"
          node_group_name_prefix = "inference-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "ON_DEMAND"
          ami_type               = "AL2023_x86_64_NEURON"
          instance_types         = ["inf2.xlarge"]
          tags = {
            "k8s.io/cluster-autoscaler/node-template/resources/aws.amazon.com/neuron" = "1"
          }
          scaling_config {
            min_size     = 0
            desired_size = 0
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }
      HCL
    }
  }

  # A resource of its own tags the Auto Scaling group.
  example "good" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "inference" {
          cluster_name           = "example"
          node_group_name_prefix = "inference-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "ON_DEMAND"
          ami_type               = "AL2023_x86_64_NEURON"
          instance_types         = ["inf2.xlarge"]
          scaling_config {
            min_size     = 0
            desired_size = 0
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }

        resource "aws_autoscaling_group_tag" "neuron" {
          autoscaling_group_name = aws_eks_node_group.inference.resources[0].autoscaling_groups[0].name
          tag {
            key                 = "k8s.io/cluster-autoscaler/node-template/resources/aws.amazon.com/neuron"
            value               = "1"
            propagate_at_launch = false
          }
        }
      HCL
    }
  }

  # Nor does it know of EFA.
  example "bad" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            training = {
              capacity_type  = "ON_DEMAND"
              ami_type       = "AL2023_x86_64_NVIDIA"
              instance_types = ["g6.12xlarge"]
              min_size       = 0
              max_size       = 4
              desired_size   = 0
              ⟦enable_efa_support⟧ = true
            }
          }
        }
      HCL
    }
  }

  # The module gives its tags to the group.
  example "good" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          tags         = { "k8s.io/cluster-autoscaler/node-template/resources/vpc.amazonaws.com/efa" = "1" }
          eks_managed_node_groups = {
            training = {
              capacity_type  = "ON_DEMAND"
              ami_type       = "AL2023_x86_64_NVIDIA"
              instance_types = ["g6.12xlarge"]
              min_size       = 0
              max_size       = 4
              desired_size   = 0
              enable_efa_support = true
            }
          }
        }
      HCL
    }
  }
}

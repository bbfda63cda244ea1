rule "cluster-autoscaler-tag-wrong-place" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "a tag for Cluster Autoscaler stands where it never sees it"

  when = given(group.tags) && length(lookup(group.marks, "tagged_group", [])) == 0

  let = {
    vain = [for key in keys_of(group.tags) : key if startswith(key, "k8s.io/cluster-autoscaler/") && !startswith(key, "k8s.io/cluster-autoscaler/node-template/") && !startswith(key, "k8s.io/cluster-autoscaler/autoscaling-options/")]
  }

  check {
    condition = length(let.vain) == 0
    severity  = info
    at        = [for key in let.vain : group.tags[key]]
    message   = "the ${length(let.vain) == 1 ? "tag" : "tags"} ${each_name(brief_names(let.vain))} of ${group.name} ${length(let.vain) == 1 ? "does" : "do"} nothing: tags of the group do not reach its Auto Scaling group"
    help      = "leave it out: EKS tags the Auto Scaling group itself"
  }

  why = <<-EOT
    Tags of a managed node group do not reach its Auto Scaling group, where Cluster
    Autoscaler looks for them; EKS tags that one itself, so that auto-discovery
    finds every managed group. eksctl hands them on where propagateASGTags is true.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "eksctl-io/eksctl issue 1571; pkg/cfn/manager/nodegroup.go",
    "terraform-aws-modules/terraform-aws-eks node_groups.tf at v18.31.2, v19.21.0, v20.37.2 and v21.19.0",
  ]
  forms = ["nodegroups", "eksctl", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            tags: {k8s.io/cluster-autoscaler/enabled: ⟦"true"⟧}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            tags:
              k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: 100Gi
              team: data
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: workers
            spot: true
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            propagateASGTags: true
            tags: {k8s.io/cluster-autoscaler/enabled: "true"}
      YAML
    }
  }

  # The module gives its tags to its groups as well.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          tags       = { "k8s.io/cluster-autoscaler/enabled" = ⟦"true"⟧ }
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              tags = { team = "data" }
            }
          }
        }
      HCL
    }
  }

  # The tags of the defaults are the group's where it has none.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_group_defaults = {
            tags       = { "k8s.io/cluster-autoscaler/enabled" = ⟦"true"⟧ }
          }
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            }
          }
        }
      HCL
    }
  }

  # Where it has some, they are in the defaults' place.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_group_defaults = {
            tags       = { "k8s.io/cluster-autoscaler/enabled" = "true" }
          }
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              tags = { team = "data" }
            }
          }
        }
      HCL
    }
  }
}

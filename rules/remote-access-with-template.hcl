rule "remote-access-with-template" {
  category = "launch-template"
  scope    = group
  summary  = "remote access stands on a group that has a launch template"

  let = {
    module = given(group.launch_template) ? [] : lookup(group.marks, "login", [])
    ssh    = lookup(group.marks, "ssh", [])
  }

  when = given(group.remote_access)

  check {
    condition = !given(group.launch_template) && length(let.module) == 0
    severity  = error
    at        = first_set(let.module, let.ssh, group.remote_access)
    message   = "${group.name} has ${length(let.ssh) > 0 ? "ssh and a launch template, which eksctl refuses" : "remote_access and ${length(let.module) > 0 ? "the launch template that the module makes" : "a launch template"}, which EKS refuses"} together"
    help      = length(let.ssh) > 0 ? "leave it out: the key pair and the security groups stand in the template" : length(let.module) > 0 ? "set key_name and vpc_security_group_ids, which reach the template, or have none made" : "move it into the template: key_name and vpc_security_group_ids"
  }

  why = <<-EOT
    EKS refuses remote access on a group with a launch template: there it stands in the
    template. terraform-aws-modules/eks makes a template for every group and passes
    remote_access on beside it all the same.
  EOT

  references = [
    "docs.aws.amazon.com/eks launch-templates",
    "pulumi/pulumi-eks issue 1228",
    "terraform-aws-modules/terraform-aws-eks modules/eks-managed-node-group/main.tf at v18.31.2, v21.19.0",
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/validation.go",
  ]
  forms = ["terraform", "terraform-aws-modules/eks", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          ⟦remote_access {
            ec2_ssh_key               = "ops"
            source_security_group_ids = ["sg-0a1"]
          }⟧
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
          scaling_config {
            min_size     = 1
            desired_size = 1
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type   = "SPOT"
              instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦remote_access⟧ = { ec2_ssh_key = "ops" }
            }
          }
        }
      HCL
    }
  }

  example "bad" {
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
            launchTemplate: {id: lt-0a1, version: "3"}
            ⟦ssh⟧: {publicKeyName: ops}
      YAML
    }
  }

  # Of version 18 the template is left out together with its name.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "18.31.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type          = "SPOT"
              instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              create_launch_template = false
              launch_template_name   = ""
              remote_access          = { ec2_ssh_key = "ops", source_security_group_ids = ["sg-0a1"] }
            }
            others = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              remote_access  = {}
            }
          }
        }
      HCL
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
          scaling_config {
            min_size     = 1
            desired_size = 1
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
}

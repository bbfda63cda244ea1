rule "template-id-and-name" {
  category = "launch-template"
  scope    = group
  summary  = "a launch template is named in two ways, or in none"

  when = given(group.launch_template)

  check {
    condition = given(group.launch_template.id) != given(group.launch_template.name)
    severity  = error
    at        = group.launch_template
    message   = "${group.name} names its launch template by ${given(group.launch_template.id) ? "id and by name" : "neither id nor name"}"
    help      = length(lookup(group.marks, "own_template_off", [])) > 0 ? "name it by launch_template_id, or set use_custom_launch_template = false for none" : "name it by its id${given(group.launch_template.name) ? "" : ", or leave it out"}"
  }

  why = <<-EOT
    The provider takes an id or a name and refuses both; EKS refuses a template that has
    neither.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go"]
  forms      = ["terraform", "terraform-aws-modules/eks"]

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
          ⟦launch_template {
            id      = aws_launch_template.nodes.id
            name    = aws_launch_template.nodes.name
            version = aws_launch_template.nodes.latest_version
          }⟧
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

  # With none to give, and told to make none.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            ⟦workers⟧ = {
              capacity_type          = "SPOT"
              instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              create_launch_template = false
              disk_size              = 100
            }
          }
        }
      HCL
    }
  }
}

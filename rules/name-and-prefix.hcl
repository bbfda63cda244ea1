rule "name-and-prefix" {
  category = "terraform"
  scope    = group
  summary  = "the group has a name and a prefix for one"

  when = given(group.node_group_name)

  check {
    condition = !given(group.node_group_name_prefix)
    severity  = error
    at        = [group.node_group_name, group.node_group_name_prefix]
    message   = "${group.name} has both node_group_name and node_group_name_prefix"
    help      = "keep node_group_name_prefix, so that a replacement can stand beside the old group"
  }

  why = <<-EOT
    The provider refuses a group with both: the plan fails.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["create-before-destroy-fixed-name"]
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          node_group_name        = ⟦"workers"⟧
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
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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

rule "no-create-before-destroy" {
  category = "recreate"
  scope    = group
  summary  = "a change that replaces the group ends all its nodes before new ones are there"

  when = group.lifecycle != null

  check {
    condition = group.lifecycle.create_before_destroy || group.lifecycle.prevent_destroy
    severity  = warning
    at        = first_set(place_of(group.lifecycle.create_before_destroy), group.name)
    message   = "${group.name} is destroyed before its replacement is there: a change of its types, subnets or capacity type ends all its nodes at once"
    help      = group.form == "cloudposse/eks-node-group" ? "set create_before_destroy = true" : "add lifecycle { create_before_destroy = true }, and node_group_name_prefix in place of node_group_name"
  }

  why = <<-EOT
    Most changes of a node group replace it, and Terraform's order is to destroy
    first: every node goes at once, and pods wait until a new group has joined.
    With create_before_destroy the new group stands first; it needs a name of its
    own, so node_group_name_prefix in place of node_group_name. prevent_destroy
    guards as well: the plan then fails instead.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go", "terraform-provider-aws issue 34520"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        ⟦resource "aws_eks_node_group" "workers"⟧ {
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
            ignore_changes = [scaling_config[0].desired_size]
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name = "workers"
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
            prevent_destroy = true
            ignore_changes  = [scaling_config[0].desired_size]
          }
        }
      HCL
    }
  }
}

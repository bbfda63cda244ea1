rule "desired-size-lowered" {
  category = "scaling"
  scope    = change
  summary  = "the number of nodes is lowered at once"

  when = change.kind == "kept" && !change.replaced && before.scaling_config.desired_size != null

  check {
    condition = !contains(change.in_place, "scaling_config.desired_size") || after.scaling_config.desired_size == null || after.scaling_config.desired_size >= before.scaling_config.desired_size
    severity  = warning
    at        = [for name in change.in_place : name if name == "scaling_config.desired_size"]
    message   = "${group.name} goes from ${count_of(before.scaling_config.desired_size, "node")} to ${after.scaling_config.desired_size}: those in excess end at once, whatever disruption budgets say"
    help      = "cordon and drain the nodes first, or let the autoscaler lower their number"
  }

  check {
    condition = !contains(change.in_place, "scaling_config.max_size") || after.scaling_config.max_size == null || after.scaling_config.max_size >= before.scaling_config.desired_size || (after.scaling_config.desired_size != null && after.scaling_config.max_size < after.scaling_config.desired_size)
    severity  = warning
    at        = [for name in change.in_place : name if name == "scaling_config.max_size"]
    message   = "${group.name} gets a maximum of ${after.scaling_config.max_size}, and was made with ${count_of(before.scaling_config.desired_size, "node")}: where there are more than the maximum, the apply fails or ends them at once"
    help      = "cordon and drain nodes first, until there are no more than ${after.scaling_config.max_size}"
  }

  why = <<-EOT
    A lower desired size is carried out by the Auto Scaling group: it ends nodes at
    once, without a drain that honours disruption budgets. Where desired_size is
    ignored, as with an autoscaler it should be, a change of it has no effect and is
    not reported; a maximum below the nodes there are still is.
  EOT

  references = [
    "docs.aws.amazon.com/eks update-managed-node-group",
    "terraform-provider-aws website/docs/r/eks_node_group.html.markdown",
  ]
  forms = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["desired-size-not-ignored"]
    before {
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
              desired_size = 5
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
            }
          }
        HCL
      }
    }
    after {
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
              desired_size = ⟦2⟧
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
            }
          }
        HCL
      }
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    before {
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
              desired_size = 5
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
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
              desired_size = 3
              max_size     = ⟦3⟧
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

  example "good" {
    config = { region = "eu-west-1" }
    before {
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
              desired_size = 5
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
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
              desired_size = 2
              max_size     = 9
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
}

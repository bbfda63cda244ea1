rule "desired-size-lowered" {
  category = "scaling"
  scope    = change
  summary  = "the number of nodes is lowered at once"

  when = change.kind == "kept" && !change.replaced && before.scaling_config.desired_size != null

  let = {
    desired = contains(change.in_place, "scaling_config.desired_size") && after.scaling_config.desired_size != null && after.scaling_config.desired_size < before.scaling_config.desired_size
    most    = contains(change.in_place, "scaling_config.max_size") && after.scaling_config.max_size != null && after.scaling_config.max_size < before.scaling_config.desired_size
  }

  check {
    condition = !let.desired && !let.most
    severity  = warning
    at        = [for name in change.in_place : name if name == (let.desired ? "scaling_config.desired_size" : "scaling_config.max_size")]
    message   = "${group.name} goes from ${before.scaling_config.desired_size} to ${let.desired ? after.scaling_config.desired_size : after.scaling_config.max_size} nodes: those in excess end at once, whatever disruption budgets say"
    help      = "cordon and drain the nodes first, or let the autoscaler lower their number"
  }

  why = <<-EOT
    A lower desired size, or a maximum below it, is carried out by the Auto Scaling
    group: it ends nodes at once, without a drain that honours disruption budgets.
    Where desired_size is ignored, as with an autoscaler it should be, a change of it
    has no effect and is not reported.
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

rule "capacity-type-removed" {
  category = "recreate"
  scope    = change
  summary  = "the capacity type is written no more, and the group keeps it"

  # The eks module gives the default of its version.
  when = change.kind == "kept" && !change.replaced && group.form != "terraform-aws-modules/eks"

  check {
    condition = !given(before.capacity_type) || given(after.capacity_type) || before.capacity_type == after.capacity_type
    severity  = info
    at        = group.name
    message   = "${group.name} has no capacity_type any more, and stays on ${before.capacity_type}: AWS keeps what a group was made with"
    help      = "write the line again: whatever makes the group anew makes it ${after.capacity_type} without it"
  }

  why = <<-EOT
    A line capacity_type that is removed changes nothing in a group that stands: the
    provider keeps what it finds. The next change that replaces the group makes it
    On-Demand.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go"]
  forms      = ["terraform"]

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
    after {
      file "main.tf" {
        text = <<-HCL
          ⟦resource "aws_eks_node_group" "workers"⟧ {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
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
            capacity_type          = "ON_DEMAND"
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
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
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

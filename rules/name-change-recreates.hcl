rule "name-change-recreates" {
  category = "recreate"
  scope    = change
  summary  = "the name changes, which replaces the group"

  when = change.kind == "kept"

  check {
    condition = !startswith(cause(change.replacing), "node_group_name")
    severity  = replacement_severity(change.create_first, change.collides, change.prevented)
    at        = forced(change.replacing, contains(change.replacing, "node_group_name") ? "node_group_name" : "node_group_name_prefix")
    message   = "${before.name} becomes ${after.name}${before.name == after.name ? ", whose name is generated in another way" : ""}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = beside(before.name, change.address)
  }

  why = <<-EOT
    The name of a group is fixed for its life: another name or prefix, or a prefix in
    place of a name, deletes the group and makes another.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-aws-modules/terraform-aws-eks issue 2153",
  ]
  forms = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["no-create-before-destroy"]
    before {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name    = "example"
            node_group_name = "workers"
            node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids      = ["subnet-0a1", "subnet-0b2"]
            capacity_type   = "SPOT"
            instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name    = "example"
            node_group_name = ⟦"general"⟧
            node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids      = ["subnet-0a1", "subnet-0b2"]
            capacity_type   = "SPOT"
            instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
  }

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["no-create-before-destroy"]
    before {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name    = "example"
            node_group_name = "workers"
            node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids      = ["subnet-0a1", "subnet-0b2"]
            capacity_type   = "SPOT"
            instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = ⟦"workers-"⟧
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
  }

  example "good" {
    config = { region = "eu-west-1" }
    also   = ["no-create-before-destroy"]
    before {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name    = "example"
            node_group_name = "workers"
            node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids      = ["subnet-0a1", "subnet-0b2"]
            capacity_type   = "SPOT"
            instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
    after {
      file "main.tf" {
        text = <<-HCL
          locals {
            name = "workers"
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name    = "example"
            node_group_name = local.name
            node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids      = ["subnet-0a1", "subnet-0b2"]
            capacity_type   = "SPOT"
            instance_types  = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
  }
}

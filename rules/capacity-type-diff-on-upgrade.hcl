rule "capacity-type-diff-on-upgrade" {
  category = "recreate"
  scope    = change
  summary  = "provider 3.19.0 alone replaces groups that stand"

  when = change.kind == "kept" && !change.replaced && before.provider != null && after.provider != null

  check {
    condition = before.provider == after.provider || !can(regex("^[=v ]*3[.]19[.]0$", after.provider))
    severity  = warning
    at        = group.name
    message   = "version 3.19.0 of the AWS provider plans to replace ${group.name}, if a version before it made the group"
    help      = "take 3.20.0 or later; ignore_changes = [capacity_type], once the cure, hides every later change"
  }

  why = <<-EOT
    In 3.19.0 capacity_type came with a default, and groups that were made before had
    no value in the state: the plan replaced them. 3.20.0, two days later, mended it.
  EOT

  references = [
    "terraform-provider-aws issue 16547 and pull request 16552",
  ]
  forms = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["provider-too-old"]
    before {
      file "main.tf" {
        text = <<-HCL
          terraform {
            required_providers {
              aws = {
                source  = "hashicorp/aws"
                version = "3.18.0"
              }
            }
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge"]
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
    after {
      file "main.tf" {
        text = <<-HCL
          terraform {
            required_providers {
              aws = {
                source  = "hashicorp/aws"
                version = "3.19.0"
              }
            }
          }

          ⟦resource "aws_eks_node_group" "workers"⟧ {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge"]
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

  example "good" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          terraform {
            required_providers {
              aws = {
                source  = "hashicorp/aws"
                version = "3.18.0"
              }
            }
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge"]
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
    after {
      file "main.tf" {
        text = <<-HCL
          terraform {
            required_providers {
              aws = {
                source  = "hashicorp/aws"
                version = "3.20.0"
              }
            }
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge"]
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
}

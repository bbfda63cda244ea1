rule "provider-too-old" {
  category = "terraform"
  scope    = group
  summary  = "no version of the AWS provider that is let through knows an attribute"

  check {
    condition = length(group.too_new) == 0
    severity  = error
    at        = [for one in group.too_new : one.name]
    message   = "${each_name([for one in group.too_new : "${one.name} (since ${one.since})"])} of ${group.name} ${length(group.too_new) == 1 ? "is" : "are"} newer than the AWS provider may be: ${group.provider}"
    help      = "let a newer version of the provider through"
  }

  check {
    condition = !can(regex("^[=v ]*3[.]19[.]0$", group.provider))
    severity  = warning
    at        = group.name
    message   = "version 3.19.0 of the AWS provider plans to replace ${group.name}, if a version before it made the group"
    help      = "take 3.20.0 or later"
  }

  why = <<-EOT
    Terraform refuses an argument that the provider does not know. The constraint
    of the root module lets no version through that has it. 3.19.0 knows capacity_type,
    and replaces groups that were made without it.
  EOT

  references = ["terraform-provider-aws CHANGELOG"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "~> 5.0, < 5.83"
            }
          }
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          ⟦node_repair_config {
            enabled = true
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "= 3.19.0"
            }
          }
        }

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
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "~> 5.0"
            }
          }
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          node_repair_config {
            enabled = true
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

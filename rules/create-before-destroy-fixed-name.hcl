rule "create-before-destroy-fixed-name" {
  category = "recreate"
  scope    = group
  summary  = "a replacement of the group fails, as its name is taken"

  when = group.lifecycle != null && given(group.node_group_name)

  # A name that is put together by functions or from locals may change with what replaces the group.
  let = { composed = group.name_written != null && can(regex("[$][{][^}]*(local[.]|[(])|^[a-z0-9_]+[(]", group.name_written)) }

  check {
    condition = group.node_group_name == null || !group.lifecycle.create_before_destroy || let.composed
    severity  = error
    at        = first_set(place_of(group.node_group_name), group.name)
    message   = "${group.name} has create_before_destroy and a fixed name: a change that replaces it fails, as the name is taken"
    help      = "take node_group_name_prefix in place of node_group_name; in terraform-aws-modules/eks leave out use_name_prefix = false"
  }

  why = <<-EOT
    With create_before_destroy the new group is made while the old one stands, and
    EKS refuses a second group of the same name: every change that replaces the
    group fails in the apply. A prefix gives each group a name of its own.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 1415, 1516, 1525", "terraform-provider-aws issues 16699, 41931"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name        = ⟦"workers"⟧
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
        locals {
          types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
        }
        resource "aws_eks_node_group" "workers" {
          cluster_name    = "example"
          node_group_name = "workers-$${substr(md5(join(",", local.types)), 0, 8)}"
          node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids      = ["subnet-0a1", "subnet-0b2"]
          capacity_type   = "SPOT"
          instance_types  = local.types
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

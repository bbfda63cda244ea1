rule "group-removed" {
  category = "recreate"
  scope    = change
  summary  = "a node group is deleted"

  when = change.kind == "removed" || change.kind == "renamed"

  check {
    condition = false
    severity  = change.collides ? error : warning
    at        = group.name
    message   = change.kind == "removed" ? "${group.name} (${change.address}) is deleted: every node ends in one wave, drained for some minutes at most" : "${group.name} (${change.address}) is deleted and ${after.name} (${change.new_address}) made; Terraform may do either first, and ${change.collides ? "the apply fails where the name is still taken, or every node ends before there is a new one" : "every node ends in one wave, drained for some minutes at most"}"
    help      = change.kind == "removed" ? "cordon and drain its nodes before it is removed; --accept '${change.address}' lets it go" : "${change.moved_from != null ? "if it is the same group, keep it: moved { from = ${change.moved_from}, to = ${change.moved_to} }, an argument a line; else " : ""}add the new group first and remove ${group.name} when its pods have moved; --accept '${change.address}' lets it go"
  }

  why = <<-EOT
    A group that is no longer written is deleted, and all of its nodes end at once. To
    Terraform a group whose key or address changes is one group deleted and another
    made: a moved block tells it that they are one, if nothing else about them changes.
  EOT

  references = [
    "developer.hashicorp.com/terraform/language/modules/develop/refactoring",
    "docs.aws.amazon.com/eks delete-managed-node-group",
  ]
  forms = ["nodegroups", "terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            ⟦workers⟧:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
    after {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            general:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
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
              desired_size = 1
              max_size     = 5
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }

          ⟦resource "aws_eks_node_group" "batch"⟧ {
            cluster_name           = "example"
            node_group_name_prefix = "batch-"
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
    after {
      file "main.tf" {
        text = <<-HCL
          moved {
            from = aws_eks_node_group.workers
            to   = aws_eks_node_group.general
          }

          resource "aws_eks_node_group" "general" {
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
}

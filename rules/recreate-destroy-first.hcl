rule "recreate-destroy-first" {
  category = "recreate"
  scope    = change
  summary  = "the apply replaces the group, for a cause that no rule about one attribute names"

  when = change.kind == "kept" && change.replaced

  let = {
    requested = contains(["replace_by_request", "replace_because_tainted"], change.reason == null ? "" : change.reason)
    cause     = length(change.replacing) > 0 ? join(" and ", [for name in change.replacing : name == "cluster_name" && can(regex("", "${before.cluster_name}${after.cluster_name}")) ? "cluster_name, from ${before.cluster_name} to ${after.cluster_name}," : name]) : change.reason == "replace_by_triggers" ? "what replace_triggered_by names" : change.reason == "replace_because_tainted" ? "its taint in the state" : let.requested ? "a request" : "the plan"
  }

  check {
    condition = cause(change.replacing) != ""
    severity  = let.requested ? warning : replacement_severity(change.create_first, change.collides, change.prevented)
    at        = concat(change.replacing, [group.name])
    message   = "${group.name} is replaced because of ${let.cause}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = beside(group.name, change.address)
  }

  why = <<-EOT
    Some causes of a replacement lie outside of the attributes that have rules of their
    own: another cluster, another region of its own, replace_triggered_by, or a plan
    that replaces for a reason it does not name. All nodes of the group end at once in each.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "developer.hashicorp.com/terraform/internals/json-format",
  ]
  forms = ["nodegroups", "terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["no-create-before-destroy"]
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
            cluster_name           = ⟦"second"⟧
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
  }

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
    after {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: ⟦second⟧
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
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
          locals {
            cluster = "example"
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name           = local.cluster
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

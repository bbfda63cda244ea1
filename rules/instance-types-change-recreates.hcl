rule "instance-types-change-recreates" {
  category = "recreate"
  scope    = change
  summary  = "the instance types change, which replaces the group"

  when = change.kind == "kept"

  let = {
    gone  = given(before.instance_types) ? try(setsubtract(before.instance_types, after.instance_types), []) : []
    added = try(setsubtract(after.instance_types, before.instance_types), [])
  }

  check {
    condition = cause(change.replacing) != "instance_types"
    severity  = replacement_severity(change.create_first, change.collides, change.prevented)
    at        = forced(change.replacing, "instance_types")
    message   = "${change.reordered ? "the instance types of ${group.name} change in their order alone, which replaces the group" : "the instance types of ${group.name} change${length(let.gone) > 0 ? ", without ${join(", ", let.gone)}" : ""}${length(let.added) > 0 ? ", with ${join(", ", let.added)}" : ""}"}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = change.reordered ? "restore the order: ${join(", ", before.instance_types)}; --accept '${change.address}' lets the change through" : beside(group.name, change.address)
  }

  why = <<-EOT
    The list of instance types is fixed for the life of a group, and Terraform compares
    it in order: a type more, a type less or another order deletes the group and makes
    another. All of its nodes end at once, on Spot or not.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-provider-aws issues 21203, 34520 and pull request 21404",
    "terraform-aws-modules/terraform-aws-eks issue 1415",
  ]
  forms = ["nodegroups", "terraform", "terraform-aws-modules/eks"]

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
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            capacity_type          = "SPOT"
            instance_types         = ⟦["m5a.xlarge", "m5.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]⟧
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
          cluster_name: example
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: ⟦[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, m7a.xlarge]⟧
        YAML
      }
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source  = "terraform-aws-modules/eks/aws"
            version = "~> 21.0"
            name    = "example"
            eks_managed_node_groups = {
              workers = {
                capacity_type  = "SPOT"
                instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              }
            }
          }
        HCL
      }
    }
    after {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source  = "terraform-aws-modules/eks/aws"
            version = "~> 21.0"
            name    = "example"
            eks_managed_node_groups = {
              workers = {
                capacity_type  = "SPOT"
                instance_types = ⟦["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7a.xlarge"]⟧
              }
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
          locals {
            types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          }

          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            capacity_type          = "SPOT"
            instance_types         = local.types
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

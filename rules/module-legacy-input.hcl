rule "module-legacy-input" {
  category = "terraform-module"
  scope    = group
  summary  = "an input has the name of an older version of the module"

  let = {
    legacy = lookup(group.marks, "legacy", [])
    gone   = lookup(group.marks, "gone", [])
    old    = [for key in flatten([let.legacy, let.gone]) : key]
  }

  check {
    condition = length(let.old) == 0
    severity  = warning
    at        = let.old
    message   = "${group.name} has ${each_name(let.old)}, which only an older version of the module takes: no effect, or refused"
    help      = "look up its new name: instance_types, min_size, max_size, desired_size, labels, kubernetes_version; settings shared by groups are written in each"
  }

  why = <<-EOT
    From version 18 on the module calls these inputs otherwise, and takes the old
    names inside a group without a word: the group gets the defaults, one small
    type and one to three nodes. Version 21 dropped some more.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks docs/UPGRADE-18.0.md, docs/UPGRADE-21.0.md"]
  forms      = ["terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦desired_capacity⟧ = 3
            }
          }
        }
      HCL
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              desired_size = 3
            }
          }
        }
      HCL
    }
  }
}

rule "module-legacy-input" {
  category = "terraform-module"
  scope    = group
  summary  = "an input has the name of an older version of the module"

  let = {
    legacy = lookup(group.marks, "legacy", [])
    gone   = lookup(group.marks, "gone", [])
    old    = [for key in flatten([let.legacy, let.gone]) : key]
    named = {
      additional_tags      = "tags"
      cluster_name         = "name"
      cluster_version      = "kubernetes_version"
      desired_capacity     = "desired_size"
      instance_type        = "instance_types"
      k8s_labels           = "labels"
      max_capacity         = "max_size"
      min_capacity         = "min_size"
      node_groups          = "eks_managed_node_groups"
      node_groups_defaults = "eks_managed_node_group_defaults"
      platform             = "ami_type"
      subnets              = "subnet_ids"
    }
    cures = concat(
      [for key in let.old : "${key} is ${let.named[key]}" if contains(keys_of(let.named), key)],
      contains(let.old, "eks_managed_node_group_defaults") ? ["what it sets for all groups is written in each"] : [],
      contains(let.old, "schedules") || contains(let.old, "create_schedule") ? ["the resource aws_autoscaling_schedule does what schedules did"] : [],
    )
  }

  check {
    condition = length(let.old) == 0
    severity  = warning
    at        = let.old
    message   = "${group.name} has ${each_name(let.old)}, which only an older version of the module takes: no effect, or refused"
    help      = join("; ", let.cures)
  }

  check {
    condition = length(lookup(group.marks, "misnamed", [])) == 0
    severity  = warning
    at        = group.marks.misnamed
    message   = "the module takes no notice of version of ${group.name}"
    help      = "call it kubernetes_version, or cluster_version up to version 20 of the module"
  }

  why = <<-EOT
    Inside a group an input that the module does not know has no effect, and nobody
    says so: the group gets the defaults, one small type and one to three nodes. Up
    to version 20 the module looks for the names that it has in an untyped map; from
    version 21 on Terraform leaves out what the type of a group does not have. As an
    argument of the module itself such a name is refused. Version 18 renamed most
    inputs of version 17, and version 21 dropped some more.
  EOT

  references = [
    "terraform-aws-modules/terraform-aws-eks docs/UPGRADE-18.0.md, docs/UPGRADE-21.0.md; node_groups.tf at v20.37.2, variables.tf at v21.19.0",
    "developer.hashicorp.com/terraform/language/expressions/type-constraints, Conversion of Complex Types",
  ]
  forms = ["terraform-aws-modules/eks"]

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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦version⟧        = "1.33"
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

  # What is gone is not taken: the group is judged without it.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "~> 21.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          ⟦eks_managed_node_group_defaults⟧ = {
            capacity_type  = "SPOT"
            instance_types = ["m5.xlarge"]
          }
          eks_managed_node_groups = {
            workers = { use_latest_ami_release_version = false }
          }
        }
      HCL
    }
  }
}

rule "module-latest-ami-on-every-apply" {
  category = "terraform-module"
  scope    = group
  summary  = "every apply may roll the nodes to a newer image"

  check {
    condition = length(lookup(group.marks, "latest_ami", [])) == 0
    severity  = info
    at        = group.name
    message   = "${group.name} takes the newest AMI release in every apply, which replaces its nodes"
    help      = "set use_latest_ami_release_version = false, and ami_release_version to move when it suits"
  }

  why = <<-EOT
    From version 21 on the module looks up the newest AMI release in every plan,
    so that the next apply after a release replaces every node of the group,
    wanted or not.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks docs/UPGRADE-21.0.md"]
  forms      = ["terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "21.19.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            ⟦workers⟧ = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              min_size = 0
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
          version = "21.19.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_latest_ami_release_version = false
            }
          }
        }
      HCL
    }
  }
}

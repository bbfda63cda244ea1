rule "module-input-ignored" {
  category = "terraform-module"
  scope    = group
  summary  = "an input of the module has no effect"

  check {
    condition = length(lookup(group.marks, "ignored", [])) == 0
    severity  = warning
    at        = group.marks.ignored
    message   = "${each_name(group.marks.ignored)} of ${group.name} has no effect while the module makes the launch template"
    help      = "set block_device_mappings or key_name, which reach the template, or use_custom_launch_template = false"
  }

  why = <<-EOT
    terraform-aws-modules/eks makes a launch template of its own for every group,
    and then passes neither disk_size nor remote_access on: the nodes get the
    default disk and nobody is told.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 2441, 2617", "terraform-aws-modules/terraform-aws-eks docs/faq.md"]
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
              ⟦disk_size⟧ = 100
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
              use_custom_launch_template = false
              disk_size                  = 100
            }
          }
        }
      HCL
    }
  }
}

rule "module-input-ignored" {
  category = "terraform-module"
  scope    = group
  summary  = "an input of the module has no effect"

  yields_to = ["template-id-and-name"]

  check {
    condition = length(lookup(group.marks, "ignored", [])) == 0
    severity  = warning
    at        = group.marks.ignored
    message   = "${each_name(group.marks.ignored)} of ${group.name} has no effect while the module makes the launch template"
    help      = "set block_device_mappings, which reaches the template, or let the module make none: use_custom_launch_template = false, up to version 18 create_launch_template = false and launch_template_name = \"\""
  }
  check {
    condition = length(lookup(group.marks, "ignored_beside_template", [])) == 0
    severity  = warning
    at        = group.marks.ignored_beside_template
    message   = "${each_name(group.marks.ignored_beside_template)} of ${group.name} has no effect beside the launch template that it is given"
    help      = "set the disk in that template, by block_device_mappings, and leave it out here"
  }
  check {
    condition = length(lookup(group.marks, "ignored_beside_key", [])) == 0
    severity  = warning
    at        = group.marks.ignored_beside_key
    message   = "${each_name(group.marks.ignored_beside_key)} of ${group.name} has no effect: up to version 18 the module looks for a launch template that is called as the group"
    help      = "add launch_template_name = \"\", with which the group has no template and the disk is its own"
  }

  why = <<-EOT
    terraform-aws-modules/eks gives every group a launch template, its own unless it
    is told of another, and then does not pass disk_size on: the nodes get the disk
    that the template says, or the default, and nobody is told.
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
              create_launch_template  = false
              launch_template_id      = "lt-0a1b2c3d4e5f60718"
              launch_template_version = "3"
              ⟦disk_size⟧ = 100
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
          source  = "terraform-aws-modules/eks/aws"
          version = "18.31.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              create_launch_template = false
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
          version = "18.31.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              create_launch_template = false
              launch_template_name   = ""
              disk_size              = 100
            }
          }
        }
      HCL
    }
  }
}

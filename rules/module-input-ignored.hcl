rule "module-input-ignored" {
  category = "terraform-module"
  scope    = group
  summary  = "an input of the module has no effect"

  yields_to = ["template-id-and-name"]

  let = {
    beside = lookup(group.marks, "ignored_beside_template", [])
    only   = lookup(group.marks, "own_template_only", [])
    none   = lookup(group.marks, "no_template", [])
    vain   = concat(let.beside, let.only, let.none)
  }

  check {
    condition = length(lookup(group.marks, "ignored", [])) == 0
    severity  = warning
    at        = group.marks.ignored
    message   = "${each_name(group.marks.ignored)} of ${group.name} ${has_or_have(group.marks.ignored)} no effect while the module makes the launch template"
    help      = "set block_device_mappings, which reaches the template, or let the module make none: use_custom_launch_template = false, up to version 18 create_launch_template = false and launch_template_name = \"\""
  }
  check {
    condition = length(lookup(group.marks, "template_not_taken", [])) == 0
    severity  = warning
    at        = group.marks.template_not_taken
    message   = "launch_template_id of ${group.name} has no effect: the module makes a launch template of its own, and the group takes that"
    help      = "add create_launch_template = false, with which the group takes the one that it is given"
  }
  check {
    condition = length(let.vain) == 0
    severity  = warning
    at        = let.vain
    message   = "${each_name(brief_names(let.vain))} of ${group.name} ${has_or_have(let.vain)} no effect ${length(let.beside) > 0 ? "beside the launch template that it is given" : "while the module makes no launch template for it"}"
    help      = length(let.beside) == length(let.vain) ? "set the disk in that template, by block_device_mappings, and leave it out here" : "let the module make the template, or say it in one of your own, with create_launch_template = false and launch_template_id"
  }
  check {
    condition = length(lookup(group.marks, "ignored_beside_key", [])) == 0
    severity  = warning
    at        = group.marks.ignored_beside_key
    message   = "${each_name(group.marks.ignored_beside_key)} of ${group.name} ${has_or_have(group.marks.ignored_beside_key)} no effect: up to version 18 the module looks for a launch template that is called as the group"
    help      = "add launch_template_name = \"\", with which the group has no template and the disk is its own"
  }

  why = <<-EOT
    terraform-aws-modules/eks gives every group a launch template, its own unless it
    is told of another, and then does not pass disk_size on: the nodes get the disk
    that the template says, or the default, and nobody is told. So it is the other way
    round: what only its own template has, such as block_device_mappings or key_name,
    goes nowhere where it makes none, and launch_template_id where it does.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 2441, 2617", "terraform-aws-modules/terraform-aws-eks docs/faq.md", "terraform-aws-modules/terraform-aws-eks modules/eks-managed-node-group/main.tf at v18.31.2, v19.21.0, v20.37.2 and v21.19.0"]
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

  # What only the template has that is not made.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_custom_launch_template = false
              ⟦block_device_mappings⟧ = { root = { device_name = "/dev/xvda", ebs = { volume_size = 100 } } }
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
          source     = "terraform-aws-modules/eks/aws"
          version    = "~> 21.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_latest_ami_release_version = false
              create_launch_template  = false
              launch_template_id      = "lt-0a1b2c3d4e5f60718"
              launch_template_version = "3"
              ⟦vpc_security_group_ids⟧ = ["sg-0a1"]
              ⟦metadata_options⟧ = { http_tokens = "required" }
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
          source     = "terraform-aws-modules/eks/aws"
          version    = "18.31.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              create_launch_template = false
              launch_template_name    = "mine"
              launch_template_version = "3"
              ⟦pre_bootstrap_user_data⟧ = "true"
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
          source     = "terraform-aws-modules/eks/aws"
          version    = "19.21.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_custom_launch_template = false
              ⟦launch_template_name⟧ = "mine"
            }
          }
        }
      HCL
    }
  }

  # The module makes a template all the same.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦launch_template_id⟧ = "lt-0a1b2c3d4e5f60718"
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
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { volume_size = 100 } } }
              vpc_security_group_ids = ["sg-0a1"]
            }
          }
        }
      HCL
    }
  }

  # What all groups have may be for the others.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_group_defaults = {
            block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { volume_size = 100 } } }
          }
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_custom_launch_template = false
            }
          }
        }
      HCL
    }
  }

  # Version 18 has no such switch.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = ">= 18.0"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { volume_size = 100 } } }
              use_custom_launch_template = false
            }
          }
        }
      HCL
    }
  }

  # What is empty says nothing that could be lost.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "~> 20.0"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type              = "SPOT"
              instance_types             = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              use_custom_launch_template = false
              launch_template_id         = ""
              vpc_security_group_ids     = []
              metadata_options           = {}
              key_name                   = ""
            }
          }
        }
      HCL
    }
  }
}

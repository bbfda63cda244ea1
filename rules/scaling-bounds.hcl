rule "scaling-bounds" {
  category = "scaling"
  scope    = group
  summary  = "min_size, desired_size and max_size contradict each other"

  let = {
    min     = group.scaling_config.min_size
    desired = group.scaling_config.desired_size
    max     = group.scaling_config.max_size
  }

  check {
    condition = let.min == null || let.max == null || let.min <= let.max
    severity  = error
    at        = [let.min, let.max]
    message   = "${group.name} has a minimum of ${let.min} above its maximum of ${let.max}"
    help      = "the minimum may not be above the desired size, nor that above the maximum"
  }

  check {
    condition = let.min == null || let.desired == null || let.min <= let.desired
    severity  = error
    at        = [let.desired, let.min]
    message   = "${group.name} has a desired size of ${let.desired} below its minimum of ${let.min}"
    help      = "the minimum may not be above the desired size, nor that above the maximum"
  }

  check {
    condition = let.desired == null || let.max == null || let.desired <= let.max
    severity  = error
    at        = [let.desired, let.max]
    message   = "${group.name} has a desired size of ${let.desired} above its maximum of ${let.max}"
    help      = "the minimum may not be above the desired size, nor that above the maximum"
  }

  why = <<-EOT
    The EKS API refuses such sizes. Terraform does not compare them when it
    plans, so the apply fails half way.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 3306, 3521"]
  forms      = ["nodegroups", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            scaling_config: {min_size: 2, desired_size: ⟦1⟧, max_size: 5}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            scaling_config: {min_size: 0, desired_size: 0, max_size: ⟦0⟧}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            scaling_config: {min_size: 1, desired_size: 1, max_size: 5}
      YAML
    }
  }

  # The inner module's min_size is 1 from version 21 on, and was 0 before.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "workers" {
          source                         = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
          version                        = "21.19.0"
          name                           = "workers"
          capacity_type                  = "ON_DEMAND"
          instance_types                 = ["m5.xlarge"]
          desired_size                   = ⟦0⟧
          subnet_ids                     = ["subnet-0a1", "subnet-0b2"]
          use_latest_ami_release_version = false
        }
      HCL
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "workers" {
          source         = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
          version        = "20.37.2"
          name           = "workers"
          capacity_type  = "ON_DEMAND"
          instance_types = ["m5.xlarge"]
          desired_size   = 0
          subnet_ids     = ["subnet-0a1", "subnet-0b2"]
        }
      HCL
    }
  }
}

rule "ami-accelerator-mismatch" {
  category  = "machine-image"
  scope     = group
  yields_to = ["ami-arch-mismatch", "mixed-gpu", "mixed-vcpu", "mixed-memory"]
  summary   = "the machine image and the instance types differ in accelerators"

  when = group.ami != null && group.type_count > 0 && !given(group.template.image_id)

  let = {
    has     = try(group.ami.accelerators, null)
    nvidia  = [for type in group.types : type.name if type.gpu_maker == "NVIDIA"]
    bare    = let.has == null ? [] : concat(contains(let.has, "gpu") ? [] : let.nvidia, contains(let.has, "neuron") ? [] : group.traits.neuron)
    foreign = [for type in group.types : type if type.gpu_maker != null && !contains(try(group.ami.gpu_makers, [type.gpu_maker]), type.gpu_maker)]
  }

  check {
    condition = length(let.bare) == 0
    severity  = warning
    at        = group.ami_type
    message   = "${group.ami_type} has no drivers for the accelerators of ${each_name(let.bare)}"
    help      = "take ${length(group.traits.neuron) > 0 ? "an AMI type for Neuron" : "an AMI type for NVIDIA"}, or install the drivers otherwise"
  }

  check {
    condition = !try(group.ami.accelerated, false) || length(group.traits.accelerated) > 0 || group.type_count < length(distinct(group.instance_types))
    severity  = warning
    at        = group.ami_type
    message   = "${group.ami_type} is an image for accelerators, and no type of ${group.name} has any"
    help      = "take the standard image, which is smaller and runs on every type"
  }

  check {
    condition = length(let.foreign) == 0
    severity  = warning
    at        = group.ami_type
    message   = "${group.ami_type} has drivers for GPUs by ${join(" and ", try(group.ami.gpu_makers, []))}, and those of ${each_name([for type in let.foreign : type.name])} are by ${join(" and ", distinct([for type in let.foreign : type.gpu_maker]))}"
    help      = "take the standard image, which is smaller, and install the drivers: EKS has no image with them"
  }

  why = <<-EOT
    EKS's images for GPUs and Neuron bring the drivers that such types need; its
    standard ones do not, and are smaller. For GPUs that NVIDIA does not make, as
    those of g4ad are by AMD, there is none. Who installs drivers otherwise, as
    NVIDIA's operator does, may turn this rule off.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/choosing-instance-type.adoc",
    "awsdocs/amazon-eks-user-guide ml/ml-eks-optimized-ami.adoc",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [g4dn.xlarge]
            ami_type: ⟦AL2023_x86_64_STANDARD⟧
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
            instance_types: [m5.xlarge]
            ami_type: ⟦AL2023_x86_64_NVIDIA⟧
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
            instance_types: [g4ad.8xlarge]
            ami_type: ⟦AL2023_x86_64_NVIDIA⟧
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
            instance_types: [inf2.xlarge]
            ami_type: ⟦AL2023_x86_64_STANDARD⟧
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
            instance_types: [g4ad.8xlarge]
            ami_type: AL2023_x86_64_STANDARD
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
            instance_types: [g4dn.xlarge]
            ami_type: AL2023_x86_64_NVIDIA
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
            instance_types: [inf1.xlarge]
            ami_type: BOTTLEROCKET_x86_64
      YAML
    }
  }
}

rule "ami-arch-mismatch" {
  category  = "machine-image"
  scope     = group
  summary   = "the AMI type is of another CPU architecture than the instance types"
  yields_to = ["mixed-architecture", "spot-default-instance-type"]

  when = group.ami != null

  let = { wrong = [for type in group.types : type if type.architecture != group.ami.architecture] }

  check {
    condition = length(let.wrong) == 0
    severity  = error
    at        = concat([group.ami_type], [for type in let.wrong : type.name])
    message   = "${group.ami_type} is an ${group.ami.architecture} image; ${each_name([for type in let.wrong : "${type.name} (${type.architecture})"])} cannot run it"
    help      = "take the AMI type of the types' architecture${group.plain_ami == null ? "" : ", such as ${group.plain_ami}"}"
  }

  why = <<-EOT
    EKS refuses the group when it is created: "is not a valid instance type for
    requested amiType". Nothing checks it before.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 1494, 1734", "eksctl-io/eksctl issue 7754"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            ami_type: ⟦AL2023_x86_64_STANDARD⟧
            instance_types: [m6g.xlarge, m6gd.xlarge, m7g.xlarge, m7gd.xlarge, m8g.xlarge]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            ami_type: AL2023_ARM_64_STANDARD
            instance_types: [m6g.xlarge, m6gd.xlarge, m7g.xlarge, m7gd.xlarge, m8g.xlarge]
      YAML
    }
  }

  # The default types count as well.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            ami_type: ⟦AL2023_ARM_64_STANDARD⟧
      YAML
    }
  }
}

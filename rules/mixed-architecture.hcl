rule "mixed-architecture" {
  category  = "machine-image"
  scope     = group
  yields_to = ["unsupported-instance-family"]
  summary   = "the instance types of one group differ in CPU architecture"

  when = group.shape != null

  let = { odd = [for type in group.types : type if type.architecture != group.shape.architecture] }

  check {
    condition = length(group.architectures) <= 1
    severity  = error
    at        = [for type in let.odd : type.name]
    message   = "${each_name([for type in let.odd : "${type.name} (${type.architecture})"])} cannot share a group with ${group.shape.architecture} types: a group has one machine image"
    help      = "make one group of each architecture"
  }

  why = <<-EOT
    A group has one AMI type, and that has one architecture. EKS refuses the
    types that do not fit it when the group is created.
  EOT

  references = ["botocore eks/2017-11-01 AMITypes", "aws-cdk-lib aws-eks/lib/managed-nodegroup"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, ⟦m6g.xlarge⟧]
      YAML
    }
  }

  # One that has to leave is not told again for its size.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m6g.large, ⟦m5.large⟧, g5.xlarge]
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
}

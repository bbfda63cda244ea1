rule "instance-type-unknown" {
  category = "catalogue"
  scope    = group
  summary  = "the catalogue has no such instance type"

  let = {
    strange = [for type in group.unknown_types : type if !type.newer]
    meant   = [for type in let.strange : type if length(type.nearest) > 0]
    newer   = [for type in group.unknown_types : type if type.newer]
  }

  check {
    condition = length(group.unknown_types) == 0
    severity  = length(let.strange) > 0 ? warning : info
    at        = [for type in concat(let.strange, let.newer) : type.name]
    message   = "${each_name([for type in concat(let.strange, let.newer) : type.name])} ${length(group.unknown_types) == 1 ? "is" : "are"} not in the catalogue of ${catalogue.date}"
    help      = length(let.strange) == 0 ? "a later generation than the catalogue knows; nothing can be said of its shape" : length(let.strange) > 1 && length(let.meant) > 0 ? "meant may be ${join(", ", [for type in let.meant : "${type.nearest[0]} for ${type.name}"])}" : length(let.meant) > 0 ? "did you mean ${let.strange[0].nearest[0]}?" : "check the spelling, or take ${length(let.strange) == 1 ? "it" : "them"} out"
  }

  why = <<-EOT
    EKS creates the group and then finds no such type, and the health of the
    group turns to Ec2InstanceTypeDoesNotExist. New types appear weekly, so a name the
    catalogue lacks is a warning, never an error.
  EOT

  references = ["botocore eks/2017-11-01 NodegroupIssueCode"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, ⟦m7i.xlrage⟧]
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
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }

  # Its nearest are listed, or of another shape.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, ⟦q9z.xlarge⟧]
      YAML
    }
  }
}

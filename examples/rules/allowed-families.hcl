rule "allowed-families" {
  category = "own"
  scope    = group
  summary  = "an instance type is of a family that is not to be used"

  param "families" {
    default = ["c", "m", "r"]
    meaning = "the letters that the names of allowed types begin with"
  }

  when = given(group.instance_types)

  let = {
    others = [for type in group.instance_types : type if !contains(param.families, regex("^[a-z]+", type))]
  }

  check {
    condition = length(let.others) == 0
    severity  = error
    at        = let.others
    message   = "${each_name(let.others)} ${length(let.others) == 1 ? "is" : "are"} of no allowed family"
    help      = "take types of ${join(", ", param.families)}"
  }

  why = <<-EOT
    Reserved capacity and images are there for some families alone.
  EOT

  references = ["wiki.example.com/platform/families"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["mixed-gpu"]
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge, ⟦g4dn.xlarge⟧]
            labels: {team: data}
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
            instance_types: [m5.xlarge, m6i.xlarge]
            labels: {team: data}
      YAML
    }
  }
}

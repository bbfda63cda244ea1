rule "required-label" {
  category = "own"
  scope    = group
  summary  = "a group has no label that says whose it is"

  param "keys" {
    default = ["team"]
    meaning = "keys of the labels that every group must have"
  }

  let = {
    missing = [for key in param.keys : key if !contains(keys_of(group.labels), key)]
  }

  check {
    condition = length(let.missing) == 0
    severity  = error
    at        = group.name
    message   = "${group.name} has no label ${each_name(let.missing)}"
    help      = "add it to labels"
  }

  why = <<-EOT
    Costs are told apart by the label team. A group without it is paid for by
    nobody.
  EOT

  references = ["wiki.example.com/platform/labels"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦workers⟧:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {pool: data}
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
            instance_types: [m5.xlarge]
            labels: {team: data}
      YAML
    }
  }
}

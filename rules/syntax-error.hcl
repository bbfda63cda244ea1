rule "syntax-error" {
  category   = "input"
  summary    = "the file cannot be read"
  checked_by = reader

  why = <<-EOT
    A file that does not parse is not applied, or not as it was meant. Of two
    equal keys in one map most tools silently keep the last.
  EOT

  references = ["yaml.org/spec/1.2.2"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            ⟦capacity_type⟧: ON_DEMAND
            instance_types: [m5.xlarge]
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
      YAML
    }
  }
}

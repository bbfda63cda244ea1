rule "ignore-invalid" {
  category   = "ignores"
  summary    = "a comment for mng-lint is none, or names a rule that there is not"
  checked_by = reader

  why = <<-EOT
    A comment that is misspelt lets nothing be, and looks as if it did.
  EOT

  references = ["docs.astral.sh/ruff rules invalid-rule-code"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        # mng-lint: ignore[⟦mixed-vpcu⟧]
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        # ⟦mng-lint: ignore single-az⟧
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        # mng-lint is run on this
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

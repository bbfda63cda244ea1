rule "ignore-expired" {
  category   = "ignores"
  summary    = "what was let be for a time is still there"
  checked_by = reader

  why = <<-EOT
    The day that was given has passed, and what was let be until then is found
    again.
  EOT

  references = ["github.com/aquasecurity/trivy docs/guide/configuration/filtering"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["single-az"]
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: [subnet-0a1] # ⟦mng-lint: ignore[single-az] until=2024-12-31⟧
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
            subnet_ids: [subnet-0a1] # mng-lint: ignore[single-az] until=2999-12-31
      YAML
    }
  }
}

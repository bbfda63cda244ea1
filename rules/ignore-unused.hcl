rule "ignore-unused" {
  category   = "ignores"
  summary    = "a comment lets something be that is not there"
  checked_by = reader

  why = <<-EOT
    What a comment let be was mended, or the comment stands where it covers nothing:
    it would hide the next fault of its kind. A rule that is turned off or could not
    be decided, and one about changes where nothing is compared, leave a comment as
    it is.
  EOT

  references = ["docs.astral.sh/ruff rules unused-noqa"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        # mng-lint: ignore[⟦single-az⟧] -- the volumes are in one zone
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
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: [subnet-0a1] # mng-lint: ignore[single-az] until=2999-12-31 -- the volumes are in one zone
      YAML
    }
  }
}

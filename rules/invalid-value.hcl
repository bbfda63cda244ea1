rule "invalid-value" {
  category   = "input"
  summary    = "a value is not of its attribute's type or outside its bounds"
  checked_by = vocabulary

  why = <<-EOT
    A value that its attribute does not take is refused, often only when it is
    applied; where nothing refuses it, it is not what was meant.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: ⟦m5.xlarge⟧
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
            update_config: {max_unavailable_percentage: ⟦250⟧}
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
            update_config: {max_unavailable_percentage: 25}
      YAML
    }
  }
}

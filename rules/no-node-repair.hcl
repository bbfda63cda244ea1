rule "no-node-repair" {
  category = "updates"
  scope    = group
  opt_in   = true
  summary  = "nodes that fail are not replaced"

  check {
    condition = group.node_repair_config.enabled
    severity  = info
    at        = first_set(place_of(group.node_repair_config.enabled), group.name)
    message   = "${group.name} has no node auto repair"
    help      = "turn node auto repair on"
  }

  why = <<-EOT
    Node auto repair replaces or reboots nodes that stay unhealthy. It is off unless
    asked for, and so is this rule.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/node-health.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦workers⟧:
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
            node_repair_config: {enabled: true}
      YAML
    }
  }
}

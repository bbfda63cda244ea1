rule "update-config-too-aggressive" {
  category  = "updates"
  scope     = group
  yields_to = ["update-config-both"]
  summary   = "an update may take every node at once"

  let = {
    count = group.update_config.max_unavailable
    share = group.update_config.max_unavailable_percentage
    max   = group.scaling_config.max_size
  }

  check {
    condition = let.share == null || let.share < 100 || let.max == 1
    severity  = warning
    at        = let.share
    message   = "an update may take all nodes of ${group.name} at once"
    help      = "33 per cent lets two thirds of the nodes stand"
  }

  check {
    condition = let.count == null || let.max == null || let.max <= 1 || let.count < let.max
    severity  = warning
    at        = let.count
    message   = "an update may take ${let.count} nodes of ${group.name} at once, which has ${let.max} at most"
    help      = "allow fewer than the group has, or a percentage"
  }

  why = <<-EOT
    An update drains up to max_unavailable nodes at the same time. Where that is all
    of them, only disruption budgets hold the pods, and those that have none are all
    gone at once.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/managed-node-update-behavior.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            scaling_config: {min_size: 2, desired_size: 2, max_size: 5}
            update_config: {max_unavailable_percentage: ⟦100⟧}
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
            instance_types: [m5.xlarge]
            scaling_config: {min_size: 2, desired_size: 2, max_size: 5}
            update_config: {max_unavailable: ⟦5⟧}
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
            scaling_config: {min_size: 1, desired_size: 1, max_size: 1}
            update_config: {max_unavailable: 1}
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
            scaling_config: {min_size: 2, desired_size: 2, max_size: 5}
            update_config: {max_unavailable_percentage: 33}
      YAML
    }
  }
}

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

  check {
    condition = group.update_config.update_strategy != "MINIMAL" || length(group.traits.accelerated) > 0 || group.type_count == 0
    severity  = warning
    at        = group.update_config.update_strategy
    message   = "an update of ${group.name} ends nodes before new ones are there: its strategy is MINIMAL"
    help      = "leave update_strategy out: MINIMAL is for types that are hard to get, such as those with GPUs"
  }

  why = <<-EOT
    An update drains up to max_unavailable nodes at the same time. Where that is all
    of them, only disruption budgets hold the pods, and those that have none are all
    gone at once. The strategy MINIMAL ends nodes first and launches others in their
    place, which is worth it where there are no further ones to be had.
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            scaling_config: {min_size: 2, desired_size: 2, max_size: 5}
            update_config: {max_unavailable: 1, update_strategy: ⟦MINIMAL⟧}
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [p5.48xlarge]
            ami_type: AL2023_x86_64_NVIDIA
            scaling_config: {min_size: 2, desired_size: 2, max_size: 5}
            update_config: {max_unavailable: 1, update_strategy: MINIMAL}
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

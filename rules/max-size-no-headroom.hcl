rule "max-size-no-headroom" {
  category  = "scaling"
  scope     = group
  yields_to = ["scaling-bounds"]
  summary   = "the group is at its largest from the start"

  when = cluster.autoscaler == "cluster-autoscaler" && group.scaling_config.min_size != null && group.scaling_config.max_size != null && group.scaling_config.desired_size != null

  check {
    condition = group.scaling_config.min_size >= group.scaling_config.max_size || group.scaling_config.desired_size != group.scaling_config.max_size
    severity  = info
    at        = [group.scaling_config.max_size, group.scaling_config.desired_size]
    message   = "${group.name} starts with all of its ${count_of(group.scaling_config.max_size, "node")}: an autoscaler cannot add to it"
    help      = "raise the maximum above the desired size"
  }

  why = <<-EOT
    Where desired_size is max_size there is nothing that an autoscaler could add.
    Updates and rebalancing may exceed max_size for a while; scaling never does.
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
            scaling_config: {min_size: 1, desired_size: 3, max_size: ⟦3⟧}
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
            scaling_config: {min_size: 1, desired_size: 3, max_size: 6}
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
            scaling_config: {min_size: 3, desired_size: 3, max_size: 3}
      YAML
    }
  }
}

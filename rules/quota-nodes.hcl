rule "quota-nodes" {
  category = "scaling"
  scope    = group
  summary  = "the group may grow beyond a quota of EKS"

  param "nodes" {
    default = 450
    whole   = true
    meaning = "the most nodes a group may have: the quota Nodes per managed node group of the account"
  }

  check {
    condition = group.scaling_config.max_size == null || group.scaling_config.max_size <= param.nodes
    severity  = warning
    at        = group.scaling_config.max_size
    message   = "${group.name} may grow to ${group.scaling_config.max_size} nodes; the quota is ${param.nodes}"
    help      = "spread them over several groups, or have the quota raised and tell it to this rule as its parameter nodes"
  }

  why = <<-EOT
    A managed node group has 450 nodes at most unless the quota was raised; beyond
    it scaling up fails.
  EOT

  references = ["docs.aws.amazon.com/eks service-quotas"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            scaling_config: {min_size: 1, desired_size: 1, max_size: ⟦1000⟧}
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
            scaling_config: {min_size: 1, desired_size: 1, max_size: 450}
      YAML
    }
  }
}

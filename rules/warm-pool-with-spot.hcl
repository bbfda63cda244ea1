rule "warm-pool-with-spot" {
  category = "spot"
  scope    = group
  opt_in   = true
  summary  = "a Spot group has a warm pool"

  when = group.capacity_type == "SPOT"

  check {
    condition = group.warm_pool_config.enabled != true
    severity  = info
    at        = group.warm_pool_config.enabled
    message   = "${group.name} is on SPOT and has a warm pool"
    help      = "leave the pool out, or keep it for On-Demand groups"
  }

  why = <<-EOT
    Nodes of a warm pool are launched ahead of need. AWS says nothing of warm pools
    on Spot, and Auto Scaling has none for groups of several types, so that a group
    with types of its own may be refused: it was not tried, and the rule is off
    unless asked for.
  EOT

  references = [
    "docs.aws.amazon.com/autoscaling ec2-auto-scaling-warm-pools",
    "botocore eks/2017-11-01 WarmPoolConfig",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            warm_pool_config: {enabled: ⟦true⟧}
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
            warm_pool_config: {enabled: true}
      YAML
    }
  }
}

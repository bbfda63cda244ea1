rule "spot-not-used" {
  category  = "spot"
  scope     = group
  opt_in    = true
  yields_to = ["capacity-type-unset"]
  summary   = "the group is On-Demand"

  check {
    condition = group.capacity_type != "ON_DEMAND"
    severity  = info
    at        = first_set(place_of(group.capacity_type), group.name)
    message   = "${group.name} is On-Demand"
    help      = "what bears an interruption may run on SPOT, in a group beside this one: a change of its capacity type replaces it"
  }

  why = <<-EOT
    In a project that means to run on Spot a group that is On-Demand is one that
    nobody looked at yet, or one for what must not be interrupted. It is off unless
    asked for.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ⟦ON_DEMAND⟧
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
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }
}

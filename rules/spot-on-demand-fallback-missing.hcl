rule "spot-on-demand-fallback-missing" {
  category  = "cluster"
  scope     = cluster
  yields_to = ["all-groups-spot"]
  summary   = "no On-Demand group could take the pods of a Spot group"

  when = cluster.autoscaler == "cluster-autoscaler" && length(cluster.not_checked) == 0 && length(cluster.other_capacity) == 0 && contains(cluster.groups[*].capacity_type, "ON_DEMAND")

  check {
    condition = length(cluster.stranded) == 0
    severity  = info
    at        = cluster.stranded
    message   = "no On-Demand group here could take the pods of ${each_name(brief_names(cluster.stranded))}"
    help      = "add an On-Demand group with a minimum of 0 and the same architecture, labels and taints, and give it a lower priority in the priority expander"
  }

  why = <<-EOT
    While Spot is short its pods wait, unless an On-Demand group could take them: of
    the same CPU architecture, and with no taint that the Spot group has not.
    Cluster Autoscaler tries groups by their priority: Spot first, On-Demand last.
  EOT

  references = [
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
    "terraform-aws-modules/terraform-aws-eks issue 1024",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦one⟧:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            labels: {pool: spot}
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            taint: [{key: system, value: "true", effect: NO_SCHEDULE}]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            taint: [{key: spot, value: "true", effect: NO_SCHEDULE}]
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }

  # A group of two architectures has a fault of its own.
  example "good" {
    config = { region = "eu-west-1", rules = { mixed-architecture = "off", ami-type-missing-for-arm = "off" } }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, m7g.xlarge]
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

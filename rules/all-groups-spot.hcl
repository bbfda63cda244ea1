rule "all-groups-spot" {
  category = "cluster"
  scope    = cluster
  summary  = "every group of the cluster is on Spot"

  when = cluster.autoscaler == "cluster-autoscaler" && length(cluster.groups) > 0 && length(cluster.not_checked) == 0 && length(cluster.other_capacity) == 0

  check {
    condition = (length(cluster.groups) < 2 && !cluster.made_here) || anytrue([for one in cluster.groups : one.capacity_type != "SPOT"])
    severity  = info
    at        = [for one in cluster.groups : one.name]
    message   = "${length(cluster.groups) == 1 ? "the one group here is" : "${length(cluster.groups) == 2 ? "both" : "all ${length(cluster.groups)}"} groups here are"} on SPOT"
    help      = "add a small On-Demand group for CoreDNS, Cluster Autoscaler and what else must not stop, with a taint or a label that keeps other pods off it"
  }

  why = <<-EOT
    What keeps the cluster running, CoreDNS and Cluster Autoscaler among it, has
    nowhere to go while Spot is short. AWS advises On-Demand for such. One file is
    seldom all of a cluster: where more than one group, or the cluster itself,
    stands in it, it is told as advice.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦one⟧:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
          two:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
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
          two:
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
          one:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }
}

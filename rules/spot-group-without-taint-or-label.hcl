rule "spot-group-without-taint-or-label" {
  category = "cluster"
  scope    = cluster
  summary  = "nothing keeps a pod off a Spot group"

  when = contains(cluster.groups[*].capacity_type, "ON_DEMAND")

  let = {
    bare = [for one in cluster.groups : one.name if one.capacity_type == "SPOT" && one.bare]
  }

  check {
    condition = length(let.bare) == 0
    severity  = info
    at        = let.bare
    message   = "${each_name(brief_names(let.bare))} ${length(let.bare) == 1 ? "is" : "are"} on SPOT beside On-Demand groups, with neither a taint nor a label of ${length(let.bare) == 1 ? "its" : "their"} own"
    help      = "add a taint that only pods tolerate which bear an interruption"
  }

  why = <<-EOT
    Beside On-Demand groups a Spot group that has neither a taint nor a label of its
    own takes any pod. EKS labels its nodes eks.amazonaws.com/capacityType, by which
    pods may ask for one kind or the other; only a taint keeps off those that do not
    ask. It is an opinion.
  EOT

  references = ["aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc"]
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
            taint: [{key: spot, value: "true", effect: NO_SCHEDULE}]
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

rule "high-interruption-type" {
  category  = "diversification"
  scope     = group
  yields_to = ["spot-single-instance-type", "spot-few-instance-types"]
  summary   = "most types of a Spot group are often interrupted"

  when = group.capacity_type == "SPOT" && group.type_count > 1 && group.types_known

  let = {
    often = group.traits.often_interrupted
    # As many as EKS takes: nothing can be added.
    full = group.type_count >= 20
  }

  check {
    condition = length(let.often) * 2 < group.type_count || length(group.peers) == 0 || let.full
    severity  = info
    at        = let.often
    message   = "${each_name(brief_names(let.often))}, ${length(let.often) == group.type_count ? "all" : "${length(let.often)} of the ${group.type_count}"} types of ${group.name}, are among the most interrupted in the region (Spot Advisor of ${catalogue.advisor_date})"
    help      = "add calmer types of the same shape instead of leaving these out: ${join(", ", first_of(group.peers, 3))}"
  }

  why = <<-EOT
    The Spot Advisor puts a type in its worst band where more than a fifth of its
    instances in the region were interrupted in a month. It is told where at least
    half of a group lies there: one such type among calmer ones is no fault, as EKS
    takes the pools with the most capacity, and leaving types out makes
    interruptions no rarer.
  EOT

  references = ["aws.amazon.com/ec2/spot/instance-advisor"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [⟦r6i.xlarge⟧, r6id.xlarge, r6in.xlarge, r7a.xlarge, r5.xlarge]
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

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types:
              - m5.2xlarge
              - m5a.2xlarge
              - m5ad.2xlarge
              - m5d.2xlarge
              - m5dn.2xlarge
              - m5n.2xlarge
              - m5zn.2xlarge
              - m6a.2xlarge
              - m6i.2xlarge
              - m6id.2xlarge
              - m6idn.2xlarge
              - m6in.2xlarge
              - m7a.2xlarge
              - m7i.2xlarge
              - m8a.2xlarge
              - m8i.2xlarge
              - m8ib.2xlarge
              - m8id.2xlarge
              - m8idb.2xlarge
              - m8in.2xlarge
      YAML
    }
  }
}

rule "burstable-mixed-with-fixed" {
  category  = "cluster-autoscaler"
  scope     = group
  yields_to = ["mixed-vcpu", "mixed-memory", "mixed-architecture"]
  summary   = "burstable types stand beside types of fixed performance"

  when = group.type_count > 1

  let = {
    some = group.traits.burstable
  }

  check {
    condition = length(let.some) == 0 || length(let.some) == group.type_count
    severity  = info
    at        = let.some
    message   = "of the types of ${group.name} ${each_name(let.some)} ${length(let.some) == 1 ? "is" : "are"} burstable and the others are not"
    help      = "give pods that need steady CPU a group without them"
  }

  why = <<-EOT
    A burstable type has its full CPU for a while only. Cluster Autoscaler and the
    scheduler take it to be equal to a type that always has it, so that pods fare
    differently from node to node. Nothing forbids it, and it makes more Spot pools.
  EOT

  references = ["awsdocs/amazon-ec2-user-guide doc_source/burstable-performance-instances.md"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [⟦t3.xlarge⟧, m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge]
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
            instance_types: [t3.xlarge, t3a.xlarge]
      YAML
    }
  }
}

rule "first-type-larger-than-others" {
  category  = "cluster-autoscaler"
  scope     = group
  yields_to = ["mixed-vcpu", "mixed-memory", "mixed-architecture", "unsupported-instance-family"]
  summary   = "an empty group is taken to be larger than its nodes may be"

  when = cluster.autoscaler == "cluster-autoscaler" && group.vcpu != null && group.type_count > 1 && group.types_known && (group.vcpu.min < group.vcpu.max || group.memory.min < group.memory.max)

  let = {
    first = group.types[0]
    far   = group.memory.max / group.memory.min - 1 > 0.07 || group.vcpu.min < group.vcpu.max
    least = [for type in group.types : type if type.vcpu <= let.first.vcpu && type.memory <= let.first.memory && (type.vcpu < let.first.vcpu || type.memory < let.first.memory)]
  }

  check {
    condition = (let.first.vcpu == group.vcpu.min && let.first.memory == group.memory.min) || length(let.least) == 0
    severity  = let.far ? warning : info
    at        = let.first.name
    message   = "while ${group.name} is empty Cluster Autoscaler counts with ${let.first.name} (${let.first.shape}), and may get ${let.least[0].name} (${let.least[0].shape})"
    help      = "put the smallest type first; in a group that is there the order is part of what replaces it, so do it when it is made anew"
  }

  why = <<-EOT
    While a group has no node Cluster Autoscaler counts with the first type of the
    list. Where another type is smaller, pods that were to fit do not.
  EOT

  references = ["kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/aws_wrapper.go"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [⟦c5.xlarge⟧, c5a.xlarge, c5d.xlarge, c6i.xlarge, c4.xlarge]
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
            instance_types: [c4.xlarge, c5.xlarge, c5a.xlarge, c5d.xlarge, c6i.xlarge]
      YAML
    }
  }
}

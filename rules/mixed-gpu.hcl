rule "mixed-gpu" {
  category  = "cluster-autoscaler"
  scope     = group
  yields_to = ["mixed-vcpu", "mixed-memory", "mixed-architecture"]
  summary   = "the instance types of one group differ in their accelerators"

  when = cluster.autoscaler == "cluster-autoscaler" && group.gpus != null

  let = {
    with   = group.traits.accelerated
    some   = length(let.with) > 0 && length(let.with) < group.type_count
    fewest = [for type in group.types : type.name if type.gpus == group.gpus.min]
    most   = [for type in group.types : type.name if type.gpus == group.gpus.max]
    few    = length(let.with) * 2 <= group.type_count ? let.with : [for type in group.types : type.name if !contains(let.with, type.name)]
  }

  check {
    condition = !let.some
    severity  = error
    at        = let.few
    message   = "of the types of ${group.name} ${each_name(let.with)} ${length(let.with) == 1 ? "has" : "have"} accelerators and the others have none"
    help      = "give types with accelerators a group of their own, best with a taint that keeps other pods away"
  }

  check {
    condition = let.some || group.gpus.min == group.gpus.max
    severity  = error
    at        = length(let.fewest) < length(let.most) ? let.fewest : let.most
    message   = "the types of ${group.name} have ${group.gpus.min} to ${group.gpus.max} GPUs: ${each_name(let.fewest)} ${group.gpus.min}, ${each_name(let.most)} ${group.gpus.max}"
    help      = "make a group for each number of GPUs"
  }

  why = <<-EOT
    Cluster Autoscaler takes every node of a group to be like one of them: where
    GPUs differ in number, or only some types have any, it launches nodes for pods
    that never fit, or leaves pods pending that would.
  EOT

  references = [
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, ⟦g4dn.xlarge⟧]
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
            instance_types: [g4dn.xlarge, g5.xlarge]
            ami_type: AL2023_x86_64_NVIDIA
      YAML
    }
  }
}

rule "mixed-memory" {
  category  = "cluster-autoscaler"
  scope     = group
  summary   = "the instance types of one group differ in memory"
  yields_to = ["mixed-vcpu"]

  param "tolerance" {
    default = 0.07
    meaning = "how much more the largest may have than the smallest; AWS's own example mixes 7.5 and 8 GiB"
  }
  param "error_above" {
    default = 0.5
    meaning = "from where on it is an error on SPOT; AWS's own example mixes 3.75 and 5.25 GiB"
  }

  when = cluster.autoscaler == "cluster-autoscaler" && group.shape != null

  let = {
    spread = group.memory.max / group.memory.min - 1
    # What is of another architecture is to leave the group for that.
    unlike = [for type in group.types : type if type.memory != group.shape.memory && type.architecture == group.shape.architecture]
    far    = [for type in let.unlike : type if max(type.memory, group.shape.memory) / min(type.memory, group.shape.memory) - 1 > param.tolerance]
    odd    = length(let.far) > 0 ? let.far : let.unlike
    fixed  = group.scaling_config.min_size != null && group.scaling_config.min_size == group.scaling_config.max_size
  }

  check {
    condition = let.spread <= param.tolerance || (length(group.architectures) > 1 && length(let.far) == 0)
    severity  = let.spread > param.error_above && group.capacity_type == "SPOT" && !let.fixed ? error : warning
    at        = [for type in let.odd : type.name]
    message   = "${each_name([for type in let.odd : "${type.name} (${type.shape})"])} ${length(let.odd) == 1 ? "differs" : "differ"} in memory from the other types of ${group.name} (${group.shape.text})"
    help      = "give ${length(let.odd) == 1 ? "it" : "them"} a group of ${length(let.odd) == 1 ? "its" : "their"} own${length(group.peers) > 0 ? ", or take ${join(", ", first_of(group.peers, 3))} in place of ${length(let.odd) == 1 ? "it" : "them"}" : ""}"
  }

  why = <<-EOT
    Cluster Autoscaler takes every node of a group to be like one of them: where
    memory differs, pods stay pending while it believes they fit, or it launches more
    than is needed.
  EOT

  references = [
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md",
    "terraform-aws-modules/terraform-aws-eks issue 422",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, ⟦r5.xlarge⟧]
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [c4.xlarge, c5.xlarge, c5a.xlarge, c5d.xlarge, c6i.xlarge, ⟦m5.xlarge⟧]
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
            instance_types: [c3.xlarge, c4.xlarge, c5.xlarge, c5d.xlarge, c5a.xlarge]
      YAML
    }
  }
}

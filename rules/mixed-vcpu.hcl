rule "mixed-vcpu" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "the instance types of one group differ in vCPU"

  when = cluster.autoscaler == "cluster-autoscaler" && group.shape != null

  let = {
    # What is of another architecture is to leave the group for that.
    odd   = [for type in group.types : type if type.vcpu != group.shape.vcpu && type.architecture == group.shape.architecture]
    fixed = group.scaling_config.min_size != null && group.scaling_config.min_size == group.scaling_config.max_size
  }

  check {
    condition = group.vcpu.min == group.vcpu.max || length(let.odd) == 0
    severity  = group.capacity_type == "SPOT" && !let.fixed ? error : warning
    at        = [for type in let.odd : type.name]
    message   = "${each_name([for type in let.odd : "${type.name} (${type.shape})"])} ${length(let.odd) == 1 ? "differs" : "differ"} in vCPU from the other types of ${group.name} (${group.shape.text})"
    help      = "give ${length(let.odd) == 1 ? "it" : "them"} a group of ${length(let.odd) == 1 ? "its" : "their"} own${length(group.peers) > 0 ? ", or take ${join(", ", first_of(group.peers, 3))} in place of ${length(let.odd) == 1 ? "it" : "them"}" : ""}"
  }

  why = <<-EOT
    Cluster Autoscaler takes every node of a group to be like one of them: where
    the types differ, pods stay pending while it believes they fit, or it launches more
    than is needed.
  EOT

  references = [
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md",
    "kubernetes/autoscaler issues 2057, 3217, 4851",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "ap-northeast-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [r5.xlarge, r5a.xlarge, r5n.xlarge, r5d.xlarge, r5ad.xlarge, r5dn.xlarge, ⟦r5.large⟧]
      YAML
    }
  }

  example "good" {
    config = { region = "ap-northeast-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [r5.xlarge, r5a.xlarge, r5n.xlarge, r5d.xlarge, r5ad.xlarge, r5dn.xlarge]
      YAML
    }
  }

  example "good" {
    config = { region = "ap-northeast-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        autoscaler: karpenter
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [r5.xlarge, r5a.xlarge, r5n.xlarge, r5d.xlarge, r5ad.xlarge, r5dn.xlarge, r5.large]
      YAML
    }
  }
}

rule "max-pods-lowered-by-small-type" {
  category  = "cluster-autoscaler"
  scope     = group
  yields_to = ["mixed-vcpu", "mixed-memory", "mixed-architecture", "unsupported-instance-family"]
  summary   = "one instance type lowers the pods of every node of the group"

  param "info_below" {
    default = 0.5
    meaning = "what part of the largest limit the smallest may be"
  }

  param "warning_below" {
    default = 0.2
    meaning = "below which part it is a warning"
  }

  # The limit is capped by the number of vCPU, as EKS caps it.
  when = group.pods != null && group.pods.min < group.pods.max && !given(group.template.image_id) && length(lookup(group.marks, "own_max_pods", [])) == 0

  let = {
    limits = [for type in group.types : min(type.max_pods, type.vcpu < 30 ? 110 : 250)]
    least  = min(let.limits...)
    most   = max(let.limits...)
    small  = [for type in group.types : type.name if type.max_pods <= let.least]
  }

  check {
    condition = let.least >= param.info_below * let.most || length(let.small) * 2 > group.type_count
    severity  = let.least < param.warning_below * let.most ? warning : info
    at        = let.small
    message   = "every node of ${group.name} runs ${let.least} pods at most, as ${each_name(let.small)} ${length(let.small) == 1 ? "does" : "do"}; others could run ${let.most}"
    help      = "leave ${length(let.small) == 1 ? "it" : "them"} out, or turn on prefix delegation, which lifts the limit of Nitro types"
  }

  why = <<-EOT
    EKS gives every node of a group the pod limit of the type that has the fewest
    addresses, whatever the node is. It is told where the types that lower it are
    not the greater part. Prefix delegation and other networks have other limits,
    and a launch template with an image of its own none: what is said here holds for
    the VPC CNI as it is by default.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/create-managed-node-group.adoc",
    "aws/aws-cdk issue 29418",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦d3en.xlarge⟧, m5.xlarge, m5a.xlarge]
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
            instance_types: [m5.xlarge, m5a.xlarge]
      YAML
    }
  }
}

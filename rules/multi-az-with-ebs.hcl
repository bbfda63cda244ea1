rule "multi-az-with-ebs" {
  category = "zones"
  scope    = group
  opt_in   = true
  summary  = "a group over several zones holds pods that are bound to one"

  param "labels" {
    default = []
    meaning = "keys of labels of the groups that hold such pods; none: every group"
  }

  when = cluster.autoscaler == "cluster-autoscaler" && given(group.subnet_ids) && (length(param.labels) == 0 || anytrue([for key in param.labels : contains(keys_of(group.labels), key)]))

  check {
    condition = group.zone_count == 1
    severity  = info
    at        = group.subnet_ids
    message   = "${group.name} spans ${group.zone_count} zones: an empty group is taken to be in the first, where a pod with a volume of another zone never fits"
    help      = "make a group of the same shape in each zone, and have Cluster Autoscaler balance them (--balance-similar-node-groups)"
  }

  why = <<-EOT
    An EBS volume lies in one zone. Cluster Autoscaler takes an empty group to make
    nodes in the first of its zones, so that a pod whose volume lies in another
    waits for ever. Whether pods have volumes cannot be seen here: the rule is off
    unless asked for, and looks at the groups that its parameter labels names, or at
    all.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "kubernetes/autoscaler issue 1431",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b}
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: ⟦[subnet-0a1, subnet-0b1]⟧
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
            instance_types: [m5.xlarge]
            subnet_ids: [subnet-1, subnet-2]
      YAML
    }
  }
}

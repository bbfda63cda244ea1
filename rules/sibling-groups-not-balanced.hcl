rule "sibling-groups-not-balanced" {
  category = "cluster"
  scope    = cluster
  summary  = "groups that differ in their zones alone are not balanced"

  param "ignored_labels" {
    default = ["alpha.eksctl.io/instance-id", "alpha.eksctl.io/nodegroup-name", "eks.amazonaws.com/nodegroup", "failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "k8s.amazonaws.com/eniConfig", "kubernetes.io/hostname", "lifecycle", "topology.ebs.csi.aws.com/zone", "topology.k8s.aws/zone-id", "topology.kubernetes.io/region", "topology.kubernetes.io/zone"]
    meaning = "keys of labels that Cluster Autoscaler does not compare, those of --balancing-ignore-label among them"
  }

  when = cluster.autoscaler == "cluster-autoscaler"

  let = {
    apart = [for set in cluster.zone_sets : { groups = set.groups, labels = [for key in set.labels : key if !contains(param.ignored_labels, key)], types_differ = set.types_differ } if set.types_differ || length([for key in set.labels : key if !contains(param.ignored_labels, key)]) > 0]
    one   = let.apart[0]
  }

  check {
    condition = length(let.apart) == 0
    severity  = info
    at        = let.one.groups
    message   = "${each_name(brief_names(let.one.groups))} differ in ${length(let.one.labels) > 0 ? "the ${length(let.one.labels) == 1 ? "label" : "labels"} ${each_name(brief_names(let.one.labels))}" : "their instance types"}: Cluster Autoscaler may not balance them over the zones"
    help      = "${length(let.one.labels) > 0 ? "give them equal labels, or name these to Cluster Autoscaler with --balancing-ignore-label" : "give them equal lists of types"}"
  }

  why = <<-EOT
    Cluster Autoscaler balances groups that it takes to be alike: of one size, and
    equal in their labels. A label of your own that differs keeps it from doing so,
    and so may types that differ. Labels for the zone are no matter, nor are those
    that its flag --balancing-ignore-label names, which cannot be seen here.
  EOT

  references = [
    "kubernetes/autoscaler cluster-autoscaler/processors/nodegroupset/compare_nodegroups.go, aws_nodegroups.go",
    "kubernetes/autoscaler issues 3515, 6954",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b}
        node_groups:
          ⟦a⟧:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: [subnet-0a1]
            labels: {group: a}
          b:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: [subnet-0b1]
            labels: {group: b}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    also   = ["label-reserved-prefix"]
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b}
        defaults:
          capacity_type: ON_DEMAND
          instance_types: [m5.xlarge]
        node_groups:
          a: {subnet_ids: [subnet-0a1], labels: {topology.kubernetes.io/zone: eu-west-1a}}
          b: {subnet_ids: [subnet-0b1], labels: {topology.kubernetes.io/zone: eu-west-1b}}
      YAML
    }
  }
}

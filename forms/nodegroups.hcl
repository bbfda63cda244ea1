# nodegroups.yaml, the tool's own format: the vocabulary in YAML and nothing else.
form "nodegroups" {
  syntax  = yaml
  needles = ["node_groups"]
  schema  = "nodegroups.schema.json"

  # Other tools have a key node_groups too. Ours names its schema, or stands
  # beside a cluster's keys, or has members that look like node groups.
  detect = can(input.node_groups) && (
    endswith(schema, "nodegroups.schema.json") ||
    can(input.cluster_name) || can(input.autoscaler) || can(input.defaults) ||
    anytrue([for group in try(values(input.node_groups), input.node_groups, []) : anytrue([for key in try(keys(group), []) : nearest(key, vocabulary.group) != null])])
  )

  cluster {
    at     = "."
    ignore = ["x-*", "$schema"]
    field "name" {
      path = "cluster_name"
    }
    field "region" {
      path = "region"
    }
    field "kubernetes_version" {
      path = "kubernetes_version"
    }
    field "autoscaler" {
      path = "autoscaler"
    }
    field "subnets" {
      path = "subnets"
    }
  }

  group {
    at         = "node_groups[*]"
    defaults   = "defaults"
    ignore     = ["x-*"]
    vocabulary = true
  }
}

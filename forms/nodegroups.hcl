# nodegroups.yaml, the tool's own format: the vocabulary in YAML and nothing else.
form "nodegroups" {
  syntax  = yaml
  needles = ["node_groups"]
  schema  = "nodegroups.schema.json"

  # Other tools have a key node_groups too. Ours names its schema, or stands
  # beside a cluster's keys, or has members that look like node groups.
  detect = has(input, "node_groups") && (
    endswith(schema, "nodegroups.schema.json") ||
    has(input, "cluster_name") || has(input, "autoscaler") || has(input, "defaults") ||
    any([for group in members(input.node_groups) : any([for key in keys_of(group) : nearest(key, vocabulary.group) != null])])
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

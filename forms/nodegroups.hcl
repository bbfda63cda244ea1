# nodegroups.yaml, the tool's own format: the vocabulary in YAML and nothing else.
form "nodegroups" {
  syntax  = yaml
  needles = ["node_groups"]
  schema  = "nodegroups.schema.json"

  # Other tools have a key node_groups too. In ours the file says so by its
  # name or its schema comment, or a group has a key that only EKS has, or all
  # that is there is known. A file that is named so and has the key misspelt is
  # ours as well, unless it is a Kubernetes object.
  detect = (
    has(input, "node_groups") && (
      declared ||
      any([for group in concat(members(input.node_groups), [try(input.defaults, null)]) : any([for key in keys_of(group) : contains(["ami_type", "capacity_type", "instance_types", "launch_template", "node_group_name", "node_group_name_prefix", "node_role_arn", "scaling_config", "subnet_ids"], key)])]) ||
      ((has(input, "cluster_name") || has(input, "autoscaler")) && all([for group in members(input.node_groups) : all([for key in keys_of(group) : contains(vocabulary.group, key)])]))
    )
    ) || (
    declared && !has(input, "node_groups") && !has(input, "apiVersion") && any([for key in keys_of(input) : nearest(key, ["node_groups"]) != null])
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

    # What mng-gen writes for a group has these, though nothing here says so.
    guards = {
      create_before_destroy = true
      prevent_destroy       = false
      ignore_changes        = ["scaling_config[0].desired_size"]
    }
  }
}

rule "duplicate-group-name" {
  category = "names"
  scope    = cluster
  summary  = "two groups of a cluster have one name"

  check {
    condition = length(cluster.repeated_names) == 0
    severity  = error
    at        = cluster.repeated_names
    message   = "another group of the cluster is named ${brief(cluster.repeated_names[0])}"
    help      = "name each group otherwise${cluster.form == "terraform" ? ", or give them a node_group_name_prefix" : cluster.form == "terraform-aws-modules/eks" ? ", or leave out use_name_prefix = false" : ""}"
  }

  why = <<-EOT
    The name of a group is its identity in its cluster: EKS refuses the second of
    the same name.
  EOT

  references = ["docs.aws.amazon.com/eks CreateNodegroup"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name: workers
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name: ⟦workers⟧
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name: workers
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name: batch
      YAML
    }
  }
}

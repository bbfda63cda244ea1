rule "name-too-long" {
  category   = "names"
  summary    = "the name of a group is none that EKS takes"
  checked_by = vocabulary

  why = <<-EOT
    A name has 63 letters, digits, dashes and underscores at most, and begins with a
    letter or digit. Terraform appends 26 characters to a prefix, which leaves 37;
    modules that put a dash between leave 36.
  EOT

  references = [
    "docs.aws.amazon.com/eks CreateNodegroup",
    "terraform-provider-aws internal/service/eks/node_group.go, issue 29974",
    "terraform-aws-modules/terraform-aws-eks issue 1713",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name_prefix: ⟦a-prefix-that-says-what-the-group-is-for-⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            node_group_name: ⟦workers for data⟧
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
            node_group_name: workers_for-data
      YAML
    }
  }
}

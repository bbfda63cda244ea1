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
  forms = ["nodegroups", "terraform-aws-modules/eks"]

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

  # The module appends a dash, and makes a prefix of it.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              name           = ⟦"workers-of-the-production-cluster-ab1"⟧
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            }
          }
        }
      HCL
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

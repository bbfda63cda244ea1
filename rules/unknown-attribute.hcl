rule "unknown-attribute" {
  category   = "input"
  summary    = "there is no attribute of that name"
  checked_by = vocabulary

  why = <<-EOT
    A misspelt attribute is refused at best, and at worst dropped in silence, and
    what was meant is not set. A node group is then made with the default:
    On-Demand, or a single t3.medium.
  EOT

  references = ["terraform-provider-aws internal/service/eks/node_group.go"]
  forms      = ["nodegroups", "eksctl", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            ⟦instanceTypes⟧: [m5.xlarge]
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
            scaling_config: {min_size: 1, desired_size: 1, ⟦maxsize⟧: 3}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: workers
            spot: true
            ⟦instancetypes⟧: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }

  # The module drops what it does not know, and says nothing.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "ON_DEMAND"
              instance_types = ["m5.xlarge"]
              ⟦taint⟧          = [{ key = "team", value = "data", effect = "NO_SCHEDULE" }]
            }
          }
        }
      HCL
    }
  }

  # Of a version newer than all that are known here, any key may be one.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source             = "terraform-aws-modules/eks/aws"
          version            = "~> 22.0"
          name               = "example"
          kubernetes_version = "1.33"
          eks_managed_node_groups = {
            workers = {
              capacity_type                  = "ON_DEMAND"
              instance_types                 = ["m5.xlarge"]
              use_latest_ami_release_version = false
              something_new                  = true
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
            scaling_config: {min_size: 1, desired_size: 1, max_size: 3}
      YAML
    }
  }
}

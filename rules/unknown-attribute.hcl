rule "unknown-attribute" {
  category   = "input"
  summary    = "there is no attribute of that name"
  checked_by = vocabulary

  why = <<-EOT
    A misspelt attribute is refused at best, and at worst dropped in silence, and
    what was meant is not set. A node group is then made with the default:
    On-Demand, or a single t3.medium.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-aws-modules/terraform-aws-eks node_groups.tf, modules/eks-managed-node-group/variables.tf at v18.31.2, v19.21.0, v20.37.2 and v21.19.0",
  ]
  forms = ["nodegroups", "eksctl", "terraform-aws-modules/eks"]

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

  # Each major version of the module has inputs of its own.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "~> 20.0"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦kubernetes_version⟧ = "1.33"
            }
          }
        }
      HCL
    }
  }

  # What is back in version 21 was gone in between.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "19.21.0"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦create_security_group⟧ = true
            }
          }
        }
      HCL
    }
  }

  # The same of the inner module.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "workers" {
          source         = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
          version        = "~> 20.0"
          name           = "workers"
          subnet_ids     = ["subnet-0a1", "subnet-0b2"]
          capacity_type  = "SPOT"
          instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          ⟦security_group_ingress_rules⟧ = { all = { ip_protocol = "-1" } }
        }
      HCL
    }
  }

  # Which of the versions is meant is not known, and one has it.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = ">= 18.0"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              kubernetes_version = "1.33"
            }
          }
        }
      HCL
    }
  }

  # This version has it.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "~> 20.0"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              cluster_version = "1.33"
            }
          }
        }
      HCL
    }
  }
}

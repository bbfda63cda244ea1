rule "managed-group-mixed-distribution-ignored" {
  category = "spot"
  scope    = group
  summary  = "a setting of self-managed groups has no effect on a managed one"

  check {
    condition = length(lookup(group.marks, "mixed_distribution", [])) == 0
    severity  = warning
    at        = group.marks.mixed_distribution
    message   = "${each_name(group.marks.mixed_distribution)} ${has_or_have(group.marks.mixed_distribution)} no effect on ${group.name}: a managed group is wholly Spot or wholly On-Demand"
    help      = "make two groups, one on SPOT and one On-Demand, and let Cluster Autoscaler's priority expander prefer the first"
  }

  why = <<-EOT
    A managed group is wholly Spot or wholly On-Demand, and its allocation strategy
    is not ours to choose. The module takes these settings for groups that users
    manage themselves; in a managed one it drops them without a word.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 1670, 2498, 3215"]
  forms      = ["terraform-aws-modules/eks", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              ⟦use_mixed_instances_policy⟧ = true
            }
          }
        }
      HCL
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
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            ⟦instancesDistribution⟧: {onDemandBaseCapacity: 1}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              min_size = 0
            }
          }
        }
      HCL
    }
  }
}

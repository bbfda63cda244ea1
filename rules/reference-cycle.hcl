rule "reference-cycle" {
  category   = "input"
  summary    = "a value or a module depends on itself"
  checked_by = reader

  why = <<-EOT
    Terraform refuses a configuration whose values or modules form a circle,
    and what stands in the circle cannot be judged.
  EOT

  references = ["developer.hashicorp.com/terraform/internals/graph"]
  forms      = ["terraform"]

  example "bad" {
    file "main.tf" {
      text = <<-HCL
        locals {
          ⟦types⟧ = local.all
          all   = local.types
        }
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = local.types
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 1
          }
          lifecycle {
            create_before_destroy = true
          }
        }
      HCL
    }
  }

  example "good" {
    file "main.tf" {
      text = <<-HCL
        locals {
          types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          all   = local.types
        }
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = local.all
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 1
          }
          lifecycle {
            create_before_destroy = true
          }
        }
      HCL
    }
  }
}

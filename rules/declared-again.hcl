rule "declared-again" {
  category   = "input"
  summary    = "a node group, or a call of a module that makes some, is declared twice"
  checked_by = reader

  why = <<-EOT
    In one folder Terraform takes each resource and each call of a module once, also
    where the two stand in different files, and refuses to plan; only the first is
    judged.
  EOT

  references = ["developer.hashicorp.com/terraform/language/resources"]
  forms      = ["terraform"]

  example "bad" {
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
    file "more.tf" {
      text = <<-HCL
        ⟦resource "aws_eks_node_group" "workers"⟧ {
          cluster_name   = "example"
          node_role_arn  = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids     = ["subnet-0a1", "subnet-0b2"]
          capacity_type  = "SPOT"
          instance_types = ["r5.xlarge"]
        }
      HCL
    }
  }

  example "good" {
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
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
    file "more.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "memory" {
          cluster_name           = "example"
          node_group_name_prefix = "memory-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["r5.xlarge", "r5a.xlarge", "r6i.xlarge", "r6a.xlarge", "r7i.xlarge"]
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

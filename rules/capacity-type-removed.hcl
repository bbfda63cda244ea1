rule "capacity-type-removed" {
  category = "recreate"
  scope    = change
  summary  = "the capacity type is written no more, and the group keeps it"

  when = change.kind == "kept" && !change.replaced

  check {
    condition = !contains(change.left, "capacity_type") || before.capacity_type == after.capacity_type
    severity  = info
    at        = group.name
    message   = "${group.name} has no capacity_type any more, and stays on ${before.capacity_type}: AWS keeps what a group was made with"
    help      = "write the line again: whatever makes the group anew makes it ${after.capacity_type} without it"
  }

  why = <<-EOT
    A line capacity_type that is removed changes nothing in a group that stands: the
    provider keeps what it finds. The next change that replaces the group makes it
    On-Demand. So it is in groups of terraform-aws-modules/eks up to version 20, which
    pass nothing on; from version 21 on the module gives ON_DEMAND, and the removal
    replaces the group (capacity-type-change-recreates).
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-aws-modules/terraform-aws-eks node_groups.tf at v18.0.0 and v20.37.2, modules/eks-managed-node-group/variables.tf at v21.0.0",
  ]
  forms = ["terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    before {
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
              desired_size = 2
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
      file "main.tf" {
        text = <<-HCL
          ⟦resource "aws_eks_node_group" "workers"⟧ {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 2
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            capacity_type          = "ON_DEMAND"
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 2
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 2
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
  }

  # A null is passed on, and the module has no say.
  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source       = "terraform-aws-modules/eks/aws"
            version      = "20.37.2"
            cluster_name = "example"
            subnet_ids   = ["subnet-0a1", "subnet-0b2"]
            eks_managed_node_groups = {
              workers = {
                capacity_type  = "SPOT"
                instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              }
            }
          }
        HCL
      }
    }
    after {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source       = "terraform-aws-modules/eks/aws"
            version      = "20.37.2"
            cluster_name = "example"
            subnet_ids   = ["subnet-0a1", "subnet-0b2"]
            eks_managed_node_groups = {
              ⟦workers⟧ = {
                instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              }
            }
          }
        HCL
      }
    }
  }
}

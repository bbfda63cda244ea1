rule "capacity-type-change-recreates" {
  category = "recreate"
  scope    = change
  summary  = "the capacity type changes, which replaces the group"

  when = change.kind == "kept"

  check {
    condition = cause(change.replacing) != "capacity_type"
    severity  = replacement_severity(change.create_first, change.collides, change.prevented)
    at        = forced(change.replacing, "capacity_type")
    message   = "${group.name} changes from ${before.capacity_type} to ${after.capacity_type}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = "${beside(group.name, change.address)}${after.capacity_type == "SPOT" && (!startswith(change.address, "module.") || can(regex("[.]aws_eks_node_group[.]", change.address))) ? "; without the change, mng-gen --migrate FILE --group ${group.name} --to spot writes that group and the steps" : ""}"
  }

  why = <<-EOT
    A capacity type cannot be changed on a group that stands: Terraform deletes the
    group and makes another, and all of its nodes end at once. EKS drains them, but
    only for some minutes, and pods wait until the new nodes are there. Where no new
    group can be made, because of its name or for lack of Spot capacity, there is none.
    A line capacity_type that is removed changes nothing: the group stays as it was.
    Not so where a module gives a default in its place, terraform-aws-modules/eks from
    version 21 on: there the removal makes a group of Spot one of On-Demand.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-provider-aws issue 16547",
    "terraform-aws-modules/terraform-aws-eks issues 1087, 2400",
    "terraform-aws-modules/terraform-aws-eks modules/eks-managed-node-group/variables.tf at v20.37.2 and v21.0.0",
    "docs.aws.amazon.com/eks delete-managed-node-group",
  ]
  forms = ["nodegroups", "terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["no-create-before-destroy"]
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
              desired_size = 1
              max_size     = 5
            }
            lifecycle {
              ignore_changes = [scaling_config[0].desired_size]
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
            capacity_type          = ⟦"SPOT"⟧
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 1
              max_size     = 5
            }
            lifecycle {
              ignore_changes = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: ON_DEMAND
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
    after {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: ⟦SPOT⟧
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source  = "terraform-aws-modules/eks/aws"
            version = "~> 21.0"
            name    = "example"
            eks_managed_node_groups = {
              workers = {
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
            source  = "terraform-aws-modules/eks/aws"
            version = "~> 21.0"
            name    = "example"
            eks_managed_node_groups = {
              workers = {
                capacity_type  = ⟦"SPOT"⟧
                instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              }
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
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 1
              max_size     = 5
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
            capacity_type          = "ON_DEMAND"
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            scaling_config {
              min_size     = 1
              desired_size = 1
              max_size     = 5
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
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
    after {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        YAML
      }
    }
  }

  # What is written no more is the default of this version.
  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          module "eks" {
            source       = "terraform-aws-modules/eks/aws"
            version      = "~> 21.0"
            name         = "example"
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
            version      = "~> 21.0"
            name         = "example"
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

  # The inner module had it before.
  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "main.tf" {
        text = <<-HCL
          module "workers" {
            source       = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
            version      = "20.37.2"
            name         = "workers"
            cluster_name = "example"
            subnet_ids   = ["subnet-0a1", "subnet-0b2"]
            capacity_type  = "SPOT"
            instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          }
        HCL
      }
    }
    after {
      file "main.tf" {
        text = <<-HCL
          ⟦module "workers"⟧ {
            source       = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
            version      = "20.37.2"
            name         = "workers"
            cluster_name = "example"
            subnet_ids   = ["subnet-0a1", "subnet-0b2"]
            instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          }
        HCL
      }
    }
  }
}

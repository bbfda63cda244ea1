rule "template-drops-cluster-security-group" {
  category = "launch-template"
  scope    = group
  summary  = "the launch template has security groups, and the cluster's is not among them"

  when = group.template != null
  let = {
    made = [for id in members(group.template.security_groups) : regexall("^(?:module\\.[^.]+\\.)*aws_security_group\\.", coalesce(resource_of(id), "-"))]
  }

  check {
    condition = length(let.made) == 0 || !all([for found in let.made : length(found) > 0])
    severity  = info
    at        = group.template.security_groups
    message   = "the launch template of ${group.name} has security groups of its own, so that EKS leaves the cluster's out"
    help      = "add vpc_config[0].cluster_security_group_id of the cluster, or see to it that the rules of these groups and of the cluster's let nodes, control plane and other nodes talk"
  }

  why = <<-EOT
    Without the security group of the cluster nodes join, and their pods reach those
    of other groups, only where other rules let them. EKS gives it to the nodes by
    itself, but not beside a launch template that names security groups. Only groups
    that the code makes are judged: of an id nobody knows whether it is the cluster's.
    Where their rules open what is needed, nothing is wrong: hence a piece of advice.
  EOT

  references = [
    "docs.aws.amazon.com/eks launch-templates",
    "terraform-aws-modules/terraform-aws-eks#1911",
  ]
  forms = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          vpc_security_group_ids = ⟦[aws_security_group.nodes.id]⟧
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          network_interfaces {
            security_groups = ⟦[aws_security_group.nodes.id]⟧
          }
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_cluster" "this" {
          name     = "example"
          role_arn = "arn:aws:iam::111122223333:role/eks"
          vpc_config {
            subnet_ids = ["subnet-0a1", "subnet-0b2"]
          }
        }

        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          vpc_security_group_ids = [aws_security_group.nodes.id, aws_eks_cluster.this.vpc_config[0].cluster_security_group_id]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        variable "cluster_security_group_id" {
          type = string
        }

        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          vpc_security_group_ids = [aws_security_group.nodes.id, var.cluster_security_group_id]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          vpc_security_group_ids = ["sg-0a1"]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_security_group" "nodes" {
          vpc_id = "vpc-0a1"
        }

        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          network_interfaces {
            device_index = 0
          }
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
          }
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

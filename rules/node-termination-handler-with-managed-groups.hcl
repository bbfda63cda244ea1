rule "node-termination-handler-with-managed-groups" {
  category = "cluster"
  scope    = cluster
  summary  = "a handler of interruptions is installed that managed groups do not need"

  when = length(cluster.groups) > 0 && length(cluster.not_checked) == 0 && length(cluster.self_managed) == 0 && length(cluster.other_capacity) == 0

  let = {
    handlers = [for name in cluster.addons : name if can(regex("(^|/)aws-node-termination-handler$", name))]
  }

  check {
    condition = length(let.handlers) == 0
    severity  = info
    at        = let.handlers
    message   = "aws-node-termination-handler is installed, and every node group here is managed"
    help      = "leave it out, unless nodes that EKS does not manage join the cluster"
  }

  why = <<-EOT
    Managed node groups drain a Spot node when it is to go, and replace it before
    that where they can. aws-node-termination-handler is for groups that EKS does
    not manage; beside managed ones it drains a second time. Its makers answer
    maintenance events, which it handles as well, the same way.
  EOT

  references = [
    "aws/aws-node-termination-handler README.md, issue 186, pull request 664",
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
  ]
  forms = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "helm_release" "handler" {
          name       = "handler"
          repository = "oci://public.ecr.aws/aws-ec2/helm"
          chart      = ⟦"aws-node-termination-handler"⟧
        }

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
        resource "helm_release" "handler" {
          name       = "handler"
          repository = "oci://public.ecr.aws/aws-ec2/helm"
          chart      = "metrics-server"
        }

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

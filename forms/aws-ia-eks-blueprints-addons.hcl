# The module aws-ia/eks-blueprints-addons: what it installs into a cluster.
# Source: aws-ia/terraform-aws-eks-blueprints-addons variables.tf at v1.21.0.
form "aws-ia/eks-blueprints-addons" {
  syntax  = hcl
  modules = ["aws-ia/eks-blueprints-addons/aws", "github.com/aws-ia/terraform-aws-eks-blueprints-addons"]

  addon {
    at   = "."
    when = try(input.enable_aws_node_termination_handler, false)
    field "name" {
      value = "aws-node-termination-handler"
    }
  }
  addon {
    at   = "."
    when = try(input.enable_karpenter, false)
    field "name" {
      value = "karpenter"
    }
  }
  addon {
    at   = "."
    when = try(input.enable_cluster_autoscaler, false)
    field "name" {
      value = "cluster-autoscaler"
    }
  }
}

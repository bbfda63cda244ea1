rule "desired-size-not-ignored" {
  category  = "scaling"
  scope     = group
  yields_to = ["scaling-bounds"]
  summary   = "every apply sets the number of nodes back"

  # An entry of ignore_changes as it may be written.
  let = {
    blocks = ["scaling_config", "scaling_config[0]", "scaling_config.0"]
    paths  = concat(let.blocks, [for block in let.blocks : "${block}.desired_size"], [for block in let.blocks : "${block}[\"desired_size\"]"])
  }

  when = group.lifecycle != null && cluster.autoscaler == "cluster-autoscaler" && group.scaling_config.min_size != null && group.scaling_config.max_size != null && group.scaling_config.desired_size != null

  check {
    condition = group.scaling_config.min_size >= group.scaling_config.max_size || any([for path in group.lifecycle.ignore_changes : path == "all" || contains(let.paths, path)])
    severity  = warning
    at        = first_set(place_of(group.scaling_config.desired_size), group.name)
    message   = "${group.name} is scaled between ${group.scaling_config.min_size} and ${group.scaling_config.max_size}, and every apply sets it back to ${group.scaling_config.desired_size}"
    help      = "add ignore_changes = [scaling_config[0].desired_size] to its lifecycle"
  }

  why = <<-EOT
    An autoscaler moves desired_size; Terraform moves it back to what is written
    in every apply, and ends the nodes in between without regard to disruption
    budgets.
  EOT

  references = ["terraform-provider-aws website/docs/r/eks_node_group.html.markdown"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
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
            desired_size = ⟦1⟧
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
          }
        }
      HCL
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
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
  }
}

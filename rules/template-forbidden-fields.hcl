rule "template-forbidden-fields" {
  category = "launch-template"
  scope    = group
  summary  = "the launch template has what EKS sets itself"

  when = group.template != null
  let = {
    refused = concat(
      given(group.template.instance_profile) ? [{ name = "an instance profile", place = group.template.instance_profile }] : [],
      given(group.template.subnet_id) ? [{ name = "a subnet", place = group.template.subnet_id }] : [],
      given(group.template.shutdown_behavior) ? [{ name = "a shutdown behavior", place = group.template.shutdown_behavior }] : [],
      group.template.hibernation == true ? [{ name = "hibernation", place = group.template.hibernation }] : [],
    )
  }

  check {
    condition = length(let.refused) == 0
    severity  = error
    at        = [for field in let.refused : field.place]
    message   = "the launch template of ${group.name} has ${each_name([for field in let.refused : field.name])}, which EKS refuses"
    help      = "take it out of the template: EKS sets it"
  }

  why = <<-EOT
    EKS gives the nodes their instance profile and their subnets, and refuses a
    launch template that has either, or hibernation, or a shutdown behavior.
  EOT

  references = ["docs.aws.amazon.com/eks launch-templates"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          iam_instance_profile {
            name = ⟦"nodes"⟧
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          network_interfaces {
            device_index = 0
          }
          network_interfaces {
            device_index = 1
            subnet_id    = ⟦"subnet-0a1"⟧
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
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
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

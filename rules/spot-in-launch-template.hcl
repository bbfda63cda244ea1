rule "spot-in-launch-template" {
  category = "launch-template"
  scope    = group
  summary  = "the launch template asks for Spot itself"

  when = given(group.template.market_type)

  check {
    condition = group.template.market_type != "spot"
    severity  = error
    at        = first_set(place_of(group.template.market_type), group.name)
    message   = "the launch template of ${group.name} asks for Spot itself, which EKS refuses"
    help      = "take instance_market_options out of the template; capacity_type = \"SPOT\" stands on the group"
  }

  why = <<-EOT
    EKS asks for Spot by the capacity type of the group, and refuses a launch
    template that has market options of its own.
  EOT

  references = ["docs.aws.amazon.com/eks launch-templates"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
          instance_market_options {
            market_type = ⟦"spot"⟧
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

rule "types-in-template-and-group" {
  category = "launch-template"
  scope    = group
  summary  = "instance types stand in the launch template and on the group"

  when = given(group.template.instance_type)

  check {
    condition = !given(group.instance_types)
    severity  = error
    at        = [group.template.instance_type, group.instance_types]
    message   = "${group.name} lists instance types and its launch template has one, too"
    help      = "take instance_type out of the template: a group can have several types, a template only one"
  }

  why = <<-EOT
    EKS refuses a group that lists instance types while its launch template has one.
  EOT

  references = ["docs.aws.amazon.com/eks launch-templates", "terraform-aws-modules/terraform-aws-eks issue 1386"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix   = "nodes-"
          instance_type = ⟦"m5.xlarge"⟧
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

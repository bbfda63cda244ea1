rule "custom-ami-without-template" {
  category = "machine-image"
  scope    = group
  summary  = "the AMI type is CUSTOM, and no image is given"

  when = group.ami_type == "CUSTOM"

  check {
    condition = given(group.template.image_id)
    severity  = error
    at        = first_set(place_of(group.ami_type), group.name)
    message   = "${group.name} has ami_type CUSTOM and ${group.template == null ? "no launch template" : "no image in its launch template"}"
    help      = "name the image in image_id of the launch template, or take an AMI type of EKS"
  }

  why = <<-EOT
    CUSTOM means the image of the launch template. Without a template, or with one
    that names no image, EKS refuses the group.
  EOT

  references = ["docs.aws.amazon.com/eks launch-templates"]
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
          ami_type               = ⟦"CUSTOM"⟧
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
          image_id    = "ami-0a1b2c3d4e5f60718"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          ami_type               = "CUSTOM"
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

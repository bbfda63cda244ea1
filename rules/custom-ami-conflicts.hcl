rule "custom-ami-conflicts" {
  category = "machine-image"
  scope    = group
  summary  = "the launch template has an image, and the group asks for another"

  when = given(group.template.image_id)

  check {
    condition = (!given(group.ami_type) || group.ami_type == "CUSTOM") && !given(group.version) && !given(group.release_version)
    severity  = error
    at        = first_set(place_of(group.ami_type), place_of(group.version), place_of(group.release_version), group.name)
    message   = group.form == "eksctl" ? "${group.name} has an image of its own, which eksctl refuses together with releaseVersion" : "the launch template of ${group.name} has an image of its own, which EKS refuses together with ami_type, version or release_version"
    help      = group.form == "eksctl" ? "leave out releaseVersion, or ami" : "take ami_type, version and release_version off the group, or image_id out of the template"
  }

  why = <<-EOT
    With an image of one's own in the launch template EKS takes neither an AMI
    type nor a version: it refuses the group.
  EOT

  references = ["docs.aws.amazon.com/eks launch-templates"]
  forms      = ["terraform"]

  example "bad" {
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
          ami_type               = ⟦"AL2023_x86_64_STANDARD"⟧
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
          image_id    = "ami-0a1b2c3d4e5f60718"
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

rule "ami-type-missing-for-arm" {
  category  = "machine-image"
  scope     = group
  summary   = "arm64 types have no AMI type, so they get an x86_64 image"
  yields_to = ["mixed-architecture"]

  when = given(group.instance_types) && contains(group.architectures, "arm64")

  let = {
    image = length(group.traits.gpu) > 0 ? "AL2023_ARM_64_NVIDIA" : "AL2023_ARM_64_STANDARD"
  }

  check {
    condition = group.ami_type != null || given(group.template.image_id)
    severity  = error
    at        = group.instance_types
    message   = "${group.name} has arm64 types and no ami_type: EKS takes an x86_64 image"
    help      = "add ${group.form == "nodegroups" ? "ami_type: ${let.image}" : "ami_type = \"${let.image}\""}"
  }

  why = <<-EOT
    Where no AMI type is given EKS takes an x86_64 image, whatever the instance
    types are, and refuses Graviton types with it.
  EOT

  references = ["HHS/simpler-grants-gov pull request 12404", "docs.aws.amazon.com/eks CreateNodegroup"]
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
          instance_types         = ⟦["m6g.xlarge", "m6gd.xlarge", "m7g.xlarge", "m7gd.xlarge", "m8g.xlarge"]⟧
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
          instance_types         = ["m6g.xlarge", "m6gd.xlarge", "m7g.xlarge", "m7gd.xlarge", "m8g.xlarge"]
          ami_type               = "AL2023_ARM_64_STANDARD"
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

rule "min-raised-above-desired" {
  category = "scaling"
  scope    = change
  summary  = "the minimum rises above the number of nodes there may be"

  when = change.kind == "kept" && !change.replaced && before.scaling_config.desired_size != null && after.scaling_config.desired_size != null

  # Only what a shell reads as one word is put into a command.
  let = {
    cluster = first_set(group.cluster_name, cluster.name, "")
    group   = first_set(group.node_group_name, "")
    letters = "A-Z a-z 0-9 - _"
  }

  check {
    condition = !contains(change.in_place, "scaling_config.min_size") || after.scaling_config.min_size <= before.scaling_config.min_size || after.scaling_config.min_size <= before.scaling_config.desired_size || after.scaling_config.min_size > after.scaling_config.desired_size || contains(change.in_place, "scaling_config.desired_size")
    severity  = warning
    at        = [for name in change.in_place : name if name == "scaling_config.min_size"]
    message   = "${group.name} gets a minimum of ${after.scaling_config.min_size}, and was made with ${count_of(before.scaling_config.desired_size, "node")}: the apply fails while there are fewer, as desired_size is ignored"
    help      = "raise the desired size of the group by hand first: aws eks update-nodegroup-config --cluster-name ${is_word(let.cluster, let.letters, "A-Z a-z 0-9", 100) ? let.cluster : "CLUSTER"} --nodegroup-name ${is_word(let.group, let.letters, "A-Z a-z 0-9", 63) ? let.group : "GROUP"} --scaling-config desiredSize=${after.scaling_config.min_size}"
  }

  why = <<-EOT
    Where Terraform ignores desired_size it does not raise it together with the
    minimum, and EKS refuses a minimum above the desired size that the group has.
  EOT

  references = [
    "terraform-aws-modules/terraform-aws-eks issues 944, 1568, 2508, 3306, 3521",
  ]
  forms = ["terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    before {
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
              desired_size = 2
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
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
              min_size     = ⟦4⟧
              desired_size = 4
              max_size     = 9
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

  example "good" {
    config = { region = "eu-west-1" }
    before {
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
              desired_size = 4
              max_size     = 9
            }
            lifecycle {
              create_before_destroy = true
              ignore_changes        = [scaling_config[0].desired_size]
            }
          }
        HCL
      }
    }
    after {
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
              min_size     = 2
              desired_size = 4
              max_size     = 9
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
}

rule "subnets-change-recreates" {
  category = "recreate"
  scope    = change
  summary  = "the subnets change, which replaces the group"

  when = change.kind == "kept"

  let = {
    gone  = try(setsubtract(before.subnet_ids, after.subnet_ids), [])
    added = try(setsubtract(after.subnet_ids, before.subnet_ids), [])
    text  = "${length(let.gone) > 0 ? ", without ${join(", ", let.gone)}" : ""}${length(let.added) > 0 ? ", with ${join(", ", let.added)}" : ""}"
  }

  check {
    condition = cause(change.replacing) != "subnet_ids"
    severity  = replacement_severity(change.create_first, change.collides, change.prevented)
    at        = forced(change.replacing, "subnet_ids")
    message   = "the subnets of ${group.name} change${can(regex("^", let.text)) ? let.text : ""}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = beside(group.name, change.address)
  }

  why = <<-EOT
    The subnets of a group are fixed for its life: one zone more deletes the group and
    makes another. Their order does not matter. A second group in the new zone adds it
    without touching the first.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
    "terraform-aws-modules/terraform-aws-eks issue 1516",
  ]
  forms = ["nodegroups", "terraform"]

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
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ⟦["subnet-0a1", "subnet-0b2", "subnet-0c3"]⟧
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

  example "bad" {
    config = { region = "eu-west-1" }
    before {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
              subnet_ids: [subnet-0a1, subnet-0b2]
        YAML
      }
    }
    after {
      file "nodegroups.yaml" {
        text = <<-YAML
          cluster_name: example
          node_groups:
            workers:
              capacity_type: SPOT
              instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
              subnet_ids: ⟦[subnet-0a1, subnet-0c3]⟧
        YAML
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
    after {
      file "main.tf" {
        text = <<-HCL
          resource "aws_eks_node_group" "workers" {
            cluster_name           = "example"
            node_group_name_prefix = "workers-"
            node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
            subnet_ids             = ["subnet-0b2", "subnet-0a1"]
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
}

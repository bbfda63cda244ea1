rule "disk-size-change-recreates" {
  category = "recreate"
  scope    = change
  summary  = "the disk size changes, which replaces the group"

  when = change.kind == "kept"

  check {
    condition = cause(change.replacing) != "disk_size"
    severity  = replacement_severity(change.create_first, change.collides, change.prevented)
    at        = forced(change.replacing, "disk_size")
    message   = "the disks of ${group.name} change${before.disk_size == null ? "" : " from ${before.disk_size}"}${after.disk_size == null ? "" : " to ${after.disk_size} GiB"}: ${replacement(change.create_first, change.collides, change.prevented)}"
    help      = beside(group.name, change.address)
  }

  why = <<-EOT
    The disk size is fixed for the life of a group: a change deletes the group and
    makes another. In a launch template it may change: a new version of the template
    replaces the nodes in turn.
  EOT

  references = [
    "terraform-provider-aws internal/service/eks/node_group.go",
  ]
  forms = ["nodegroups", "terraform"]

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
              disk_size: 50
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
              disk_size: ⟦100⟧
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
            subnet_ids             = ["subnet-0a1", "subnet-0b2"]
            capacity_type          = "SPOT"
            instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
            disk_size              = 20
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

rule "force-update" {
  category = "scaling"
  scope    = group
  summary  = "an update ends pods that may not be evicted"

  check {
    condition = group.force_update_version != true
    severity  = warning
    at        = group.force_update_version
    message   = "an update of ${group.name} ends pods whatever their disruption budget says"
    help      = "leave force_update_version out, and mend the budget that stops an update"
  }

  why = <<-EOT
    With force_update_version an update of the nodes goes on when a disruption
    budget forbids to evict a pod: the pod is ended all the same.
  EOT

  references = ["aws/containers-roadmap issue 1282", "docs.aws.amazon.com/eks UpdateNodegroupVersion"]
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
          force_update_version   = ⟦true⟧
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

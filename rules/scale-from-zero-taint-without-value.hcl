rule "scale-from-zero-taint-without-value" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "an empty group hides a taint from Cluster Autoscaler"

  when = cluster.autoscaler == "cluster-autoscaler" && length(lookup(group.marks, "tagged_group", [])) == 0 && group.scaling_config.min_size == 0 && coalesce(group.scaling_config.max_size, 1) > 0

  let = {
    bare = [for taint in group.taint : taint if taint.effect != "PREFER_NO_SCHEDULE" && (taint.value == null || taint.value == "")]
  }

  check {
    condition = length(let.bare) == 0 || any([for key in group.tags_beside : startswith(key, "k8s.io/cluster-autoscaler/node-template/taint/")])
    severity  = warning
    at        = [for taint in let.bare : first_set(place_of(taint.value), taint.key)]
    message   = "${group.name} may have no node, and its taint ${brief(let.bare[0].key)} has no value: Cluster Autoscaler does not see it then"
    help      = "give the taint a value, such as true, or tag the Auto Scaling group k8s.io/cluster-autoscaler/node-template/taint/${brief(let.bare[0].key)} with ${let.bare[0].effect == "NO_EXECUTE" ? ":NoExecute" : ":NoSchedule"}"
  }

  why = <<-EOT
    Of a group that has no node Cluster Autoscaler asks EKS for its taints, and
    drops those that have no value: it takes pods that do not tolerate the taint to
    fit, and launches nodes for them in vain. Tags of the Auto Scaling group say it as
    well.
  EOT

  references = ["kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/managed_nodegroup_cache.go"]
  forms      = ["nodegroups", "terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
            taint: [{key: ⟦spot⟧, effect: NO_SCHEDULE}]
      YAML
    }
  }

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
          scaling_config {
            min_size     = 0
            desired_size = 0
            max_size     = 5
          }
          taint {
            key    = ⟦"spot"⟧
            value  = ""
            effect = "NO_SCHEDULE"
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
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
            taint: [{key: spot, value: "true", effect: NO_SCHEDULE}]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            scaling_config: {min_size: 1, desired_size: 1, max_size: 5}
            taint: [{key: spot, effect: NO_SCHEDULE}]
      YAML
    }
  }

  # A tag of the Auto Scaling group says it.
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
            min_size     = 0
            desired_size = 0
            max_size     = 5
          }
          taint {
            key    = "spot"
            effect = "NO_SCHEDULE"
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }

        resource "aws_autoscaling_group_tag" "spot" {
          autoscaling_group_name = aws_eks_node_group.workers.resources[0].autoscaling_groups[0].name
          tag {
            key                 = "k8s.io/cluster-autoscaler/node-template/taint/spot"
            value               = ":NoSchedule"
            propagate_at_launch = false
          }
        }
      HCL
    }
  }
}

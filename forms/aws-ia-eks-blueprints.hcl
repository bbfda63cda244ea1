# EKS Blueprints for Terraform up to version 4: managed_node_groups is a map.
# Source: aws-ia/terraform-aws-eks-blueprints modules/aws-eks-managed-node-groups at v4.32.1.
form "aws-ia/eks-blueprints" {
  syntax  = hcl
  needles = ["aws-ia/terraform-aws-eks-blueprints", "aws-ia/eks-blueprints/aws"]
  modules = ["github.com/aws-ia/terraform-aws-eks-blueprints", "aws-ia/eks-blueprints/aws"]

  group {
    at     = "managed_node_groups[*]"
    ignore = ["*"]

    lifecycle = {
      create_before_destroy = true
      prevent_destroy       = false
      ignore_changes        = ["scaling_config[0].desired_size"]
    }

    field "cluster_name" {
      value = input.cluster_name
    }
    field "node_group_name" {
      value = try(group.enable_node_group_prefix, true) ? null : try(group.node_group_name, "m5_on_demand")
    }
    field "node_group_name_prefix" {
      value = try(group.enable_node_group_prefix, true) ? "${try(group.node_group_name, "m5_on_demand")}-" : null
    }
    field "subnet_ids" {
      value = try(length(group.subnet_ids) == 0, true) ? (try(group.subnet_type, "private") == "public" ? input.public_subnet_ids : input.private_subnet_ids) : group.subnet_ids
    }
    # The module merges the group over defaults of its own.
    field "capacity_type" {
      path = "capacity_type"
      sent = has(group, "capacity_type") ? null : "ON_DEMAND"
    }
    field "instance_types" {
      path    = "instance_types"
      default = ["m5.large"]
    }
    field "ami_type" {
      value   = try(group.custom_ami_id != "", false) ? null : group.ami_type
      default = try(group.custom_ami_id != "", false) ? null : "AL2_x86_64"
    }
    field "scaling_config" {
      value = {
        min_size     = try(group.min_size, 1)
        max_size     = try(group.max_size, 3)
        desired_size = try(group.desired_size, 3)
      }
    }
    field "disk_size" {
      value = try(group.create_launch_template, false) ? null : group.disk_size
    }
    field "labels" {
      path = "k8s_labels"
    }
    field "taint" {
      path = "k8s_taints"
    }
    field "force_update_version" {
      path = "force_update_version"
    }
    # Those of the module and of the group, and some that it makes.
    field "tags" {
      value = !has(input, "tags") && !has(group, "additional_tags") ? null : merge(try(input.tags, {}), try(group.additional_tags, {}))
    }
  }

  template {
    at = "."
    field "image_id" {
      value = group.custom_ami_id == "" ? null : group.custom_ami_id
    }
  }

  not_checked {
    at = "self_managed_node_groups[*]"
    as = "self-managed node group"
  }
}

# The module cloudposse/eks-node-group: one group a call, its name ending in a
# random word that changes with all that replaces the group.
# Source: cloudposse/terraform-aws-eks-node-group main.tf at v3.4.0.
form "cloudposse/eks-node-group" {
  syntax  = hcl
  needles = ["cloudposse/eks-node-group/aws", "cloudposse/terraform-aws-eks-node-group"]
  modules = ["cloudposse/eks-node-group/aws", "github.com/cloudposse/terraform-aws-eks-node-group"]

  group {
    at     = "."
    ignore = ["*"]
    when   = try(input.enabled, true)

    lifecycle = {
      create_before_destroy = try(input.create_before_destroy, null) == null ? major >= 3 : input.create_before_destroy
      prevent_destroy       = false
      ignore_changes        = ["scaling_config[0].desired_size"]
    }

    field "cluster_name" {
      path = "cluster_name"
    }
    field "subnet_ids" {
      path = "subnet_ids"
    }
    field "capacity_type" {
      path = "capacity_type"
    }
    field "instance_types" {
      path = "instance_types"
    }
    field "ami_type" {
      value   = try(length(group.ami_image_id) > 0, false) ? null : group.ami_type
      default = try(length(group.ami_image_id) > 0, false) ? null : "AL2_x86_64"
    }
    field "scaling_config" {
      value = {
        min_size     = group.min_size
        max_size     = group.max_size
        desired_size = group.desired_size
      }
    }
    field "launch_template" {
      value = { id = group.launch_template_id[0], version = try(group.launch_template_version[0], null) }
    }
    field "version" {
      value = try(length(group.ami_image_id) > 0, false) ? null : group.kubernetes_version[0]
    }
    field "labels" {
      path = "kubernetes_labels"
    }
    field "taint" {
      path = "kubernetes_taints"
    }
    field "force_update_version" {
      path = "force_update_version"
    }
    field "tags" {
      path = "tags"
    }
  }

  template {
    at   = "."
    when = try(length(group.launch_template_id) == 0, true)
    field "image_id" {
      value = group.ami_image_id[0]
    }
  }
}

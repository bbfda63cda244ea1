# The module terraform-aws-modules/eks: its groups are members of a map, from
# version 18 on eks_managed_node_groups, before that node_groups. Its inner
# module makes one group.
# Sources: terraform-aws-modules/terraform-aws-eks node_groups.tf and
# modules/eks-managed-node-group at v18.31.2, v19.21.0, v20.37.2 and v21.19.0;
# modules/node_groups at v13.2.1, v14.0.0 and v17.24.0.
form "terraform-aws-modules/eks" {
  syntax  = hcl
  needles = ["terraform-aws-modules/eks/aws", "terraform-aws-modules/terraform-aws-eks"]
  modules = ["terraform-aws-modules/eks/aws", "github.com/terraform-aws-modules/terraform-aws-eks"]

  group {
    at = {
      ""                               = "eks_managed_node_groups[*]"
      "modules/eks-managed-node-group" = "."
    }
    defaults = "eks_managed_node_group_defaults"
    # Gone with version 21.
    defaults_when = major <= 20
    shallow       = true
    lenient       = true
    when          = try(input.create, true) && try(group.create, true)

    # Of a version above these nobody here knows what its groups have.
    complete = try(major <= 21, true)

    # All that a group of versions 18 to 21 has, and a description, which harms nobody; the module takes no notice of
    # any other key, and says nothing.
    ignore = [
      "account_id", "ami_id", "ami_release_version", "ami_type", "attach_cluster_primary_security_group",
      "block_device_mappings", "bootstrap_extra_args", "capacity_reservation_specification", "capacity_type",
      "cloudinit_post_nodeadm", "cloudinit_pre_nodeadm", "cluster_auth_base64", "cluster_endpoint",
      "cluster_ip_family", "cluster_name", "cluster_primary_security_group_id", "cluster_security_group_id",
      "cluster_service_cidr", "cluster_service_ipv4_cidr", "cluster_version", "cpu_options", "create",
      "create_iam_role", "create_iam_role_policy", "create_launch_template", "create_placement_group",
      "create_schedule", "create_security_group", "credit_specification", "description", "desired_size", "disable_api_termination",
      "disk_size", "ebs_optimized", "efa_indices", "elastic_gpu_specifications", "elastic_inference_accelerator",
      "enable_bootstrap_user_data", "enable_efa_only", "enable_efa_support", "enable_monitoring", "enclave_options",
      "force_update_version", "iam_role_additional_policies", "iam_role_arn", "iam_role_attach_cni_policy",
      "iam_role_description", "iam_role_name", "iam_role_path", "iam_role_permissions_boundary",
      "iam_role_policy_statements", "iam_role_tags", "iam_role_use_name_prefix", "instance_market_options",
      "instance_types", "kernel_id", "key_name", "kubernetes_version", "labels", "launch_template_default_version",
      "launch_template_description", "launch_template_id", "launch_template_name", "launch_template_tags",
      "launch_template_use_name_prefix", "launch_template_version", "license_specifications", "maintenance_options",
      "max_size", "metadata_options", "min_size", "name", "network_interfaces", "node_repair_config", "partition",
      "placement", "placement_group_az", "placement_group_strategy", "platform", "post_bootstrap_user_data",
      "pre_bootstrap_user_data", "private_dns_name_options", "ram_disk_id", "region", "remote_access", "schedules",
      "security_group_description", "security_group_egress_rules", "security_group_ingress_rules",
      "security_group_name", "security_group_rules", "security_group_tags", "security_group_use_name_prefix",
      "subnet_ids", "tag_specifications", "tags", "taints", "timeouts", "update_config",
      "update_launch_template_default_version", "use_custom_launch_template", "use_latest_ami_release_version",
      "use_name_prefix", "user_data_template_path", "vpc_id", "vpc_security_group_ids",
    ]

    # The major versions that have an input, where not all of 18 to 21 do: the keys that node_groups.tf reads of a group
    # and the variables of modules/eks-managed-node-group in all versions of each, the newest v18.31.2, v19.21.0,
    # v20.37.2 and v21.19.0. Of the platform and the schedules, gone with 21, the mark "gone" tells.
    versions = {
      account_id                     = [21]
      cloudinit_post_nodeadm         = [20, 21]
      cloudinit_pre_nodeadm          = [20, 21]
      cluster_security_group_id      = [18]
      cluster_service_cidr           = [20, 21]
      cluster_service_ipv4_cidr      = [18, 19, 20]
      cluster_version                = [18, 19, 20]
      create_iam_role_policy         = [20, 21]
      create_placement_group         = [20, 21]
      create_security_group          = [18, 21]
      efa_indices                    = [20, 21]
      elastic_gpu_specifications     = [18, 19, 20]
      elastic_inference_accelerator  = [18, 19, 20]
      enable_efa_only                = [20, 21]
      enable_efa_support             = [20, 21]
      iam_role_policy_statements     = [20, 21]
      kubernetes_version             = [21]
      launch_template_id             = [19, 20, 21]
      maintenance_options            = [19, 20, 21]
      node_repair_config             = [20, 21]
      partition                      = [21]
      placement_group_az             = [20]
      placement_group_strategy       = [20]
      private_dns_name_options       = [19, 20, 21]
      region                         = [21]
      security_group_description     = [18, 21]
      security_group_egress_rules    = [21]
      security_group_ingress_rules   = [21]
      security_group_name            = [18, 21]
      security_group_rules           = [18]
      security_group_tags            = [18, 21]
      security_group_use_name_prefix = [18, 21]
      tag_specifications             = [19, 20, 21]
      use_custom_launch_template     = [19, 20, 21]
      use_latest_ami_release_version = [20, 21]
      vpc_id                         = [18]
    }

    # Fixed in the module: nobody can turn it off.
    lifecycle = {
      create_before_destroy = true
      prevent_destroy       = false
      ignore_changes        = ["scaling_config[0].desired_size"]
    }

    field "cluster_name" {
      value = try(input.cluster_name, input.name)
    }
    field "node_group_name" {
      value = try(group.use_name_prefix, true) ? null : try(group.name, key)
    }
    field "node_group_name_prefix" {
      path    = "name"
      appends = "-"
      value   = try(group.use_name_prefix, true) ? "${try(group.name, key)}-" : null
    }
    field "node_role_arn" {
      path = "iam_role_arn"
    }
    field "subnet_ids" {
      value = try(group.subnet_ids, null) == null ? input.subnet_ids : group.subnet_ids
    }
    # Up to version 20 the module for all groups passes a null on, which leaves the capacity type as it is; the inner
    # module has a default, which from version 21 on holds for a null as well.
    field "capacity_type" {
      path = "capacity_type"
      sent = (key == "" && !has(group, "capacity_type")) || (major >= 21 && try(group.capacity_type, null) == null) ? "ON_DEMAND" : null
    }
    # Of a capacity block the types stand in the template.
    field "instance_types" {
      value = major >= 20 && try(group.capacity_type, "") == "CAPACITY_BLOCK" ? null : group.instance_types
    }
    field "ami_type" {
      value   = try(group.ami_id != null && group.ami_id != "", false) ? null : group.ami_type
      default = try(group.ami_id != null && group.ami_id != "", false) ? null : major >= 21 ? "AL2023_x86_64_STANDARD" : null
    }
    # The inner module, which gives no key, had a minimum of 0 up to version 20.
    field "scaling_config" {
      value = {
        min_size     = try(group.min_size, key != "" ? 1 : major < 21 ? 0 : 1)
        max_size     = try(group.max_size, 3)
        desired_size = try(group.desired_size, 1)
      }
    }
    field "update_config" {
      path    = "update_config"
      default = { max_unavailable_percentage = 33 }
    }
    field "labels" {
      path = "labels"
    }
    field "taint" {
      value = [for name, taint in group.taints : taint]
    }
    # The module makes a template of its own unless it is told not to; told
    # only that, it looks for one of the user's.
    field "launch_template" {
      value = major < 19 || try(group.create_launch_template, true) || !try(group.use_custom_launch_template, true) ? null : { id = try(group.launch_template_id, null), version = try(group.launch_template_version, "$Default") }
    }
    field "disk_size" {
      value = (major < 19 ? try(group.create_launch_template, true) || try(group.launch_template_name, key) != "" : try(group.use_custom_launch_template, true)) ? null : group.disk_size
    }
    field "remote_access" {
      value = length(group.remote_access) == 0 ? null : group.remote_access
    }
    field "region" {
      value = try(group.region, null) == null ? input.region : group.region
    }
    field "release_version" {
      value = try(group.ami_id != null && group.ami_id != "", false) ? null : group.ami_release_version
    }
    # A group follows its cluster, unless it has an image of its own.
    field "version" {
      value = try(group.ami_id != null && group.ami_id != "", false) ? null : try(coalesce(try(group.kubernetes_version, null), try(group.cluster_version, null), try(input.kubernetes_version, null), try(input.cluster_version, null)), null)
    }
    field "force_update_version" {
      path = "force_update_version"
    }
    field "node_repair_config" {
      path = "node_repair_config"
    }
    # Those of the module and those of the group, or in place of these the defaults'.
    field "tags" {
      value = try(group.tags, null) == null ? try(input.tags, null) : try(input.tags, null) == null ? group.tags : merge(input.tags, group.tags)
    }

    # What belongs to groups that the user manages; a map takes it silently.
    mark "mixed_distribution" {
      keys = [
        "mixed_instances_policy", "use_mixed_instances_policy", "instances_distribution", "on_demand_base_capacity",
        "on_demand_percentage_above_base_capacity", "spot_allocation_strategy", "spot_instance_pools", "spot_max_price",
        "spot_price",
      ]
    }
    # With a launch template, its own above all, the module does not pass it on.
    mark "ignored" {
      keys = ["disk_size"]
      when = try(group.create_launch_template, true) && (major < 19 || try(group.use_custom_launch_template, true))
    }
    mark "ignored_beside_template" {
      keys = ["disk_size"]
      when = !try(group.create_launch_template, true) && (major < 19 ? try(group.launch_template_name, "") != "" : try(group.use_custom_launch_template, true))
    }
    # In version 18 a group without the name of a template takes the one that is called as its key.
    mark "ignored_beside_key" {
      keys = ["disk_size"]
      when = major < 19 && !try(group.create_launch_template, true) && key != "" && !has(group, "launch_template_name")
    }
    # Told to make none, it takes the one that it is given.
    mark "own_template_off" {
      when = major >= 19 && !try(group.create_launch_template, true) && try(group.use_custom_launch_template, true)
    }
    # What only the template that the module makes has, or the data of its users: with none, or the user's, it goes
    # nowhere. What a group has from the defaults may be for the others.
    mark "own_template_only" {
      own = true
      keys = [
        "attach_cluster_primary_security_group", "block_device_mappings", "bootstrap_extra_args",
        "capacity_reservation_specification", "cloudinit_post_nodeadm", "cloudinit_pre_nodeadm",
        "cluster_primary_security_group_id", "cpu_options", "credit_specification", "disable_api_termination",
        "ebs_optimized", "elastic_gpu_specifications", "elastic_inference_accelerator", "enable_bootstrap_user_data",
        "enable_monitoring", "enclave_options", "instance_market_options", "kernel_id", "key_name",
        "launch_template_default_version", "launch_template_description", "launch_template_tags",
        "launch_template_use_name_prefix", "license_specifications", "maintenance_options", "metadata_options",
        "network_interfaces", "placement", "post_bootstrap_user_data", "pre_bootstrap_user_data",
        "private_dns_name_options", "ram_disk_id", "tag_specifications", "update_launch_template_default_version",
        "user_data_template_path", "vpc_security_group_ids",
      ]
      when = !try(group.create_launch_template, true) || (major >= 19 && !try(group.use_custom_launch_template, true))
    }
    # A template of the user's that is not asked for: the module makes its own, or the group is to have none.
    mark "template_not_taken" {
      own  = true
      keys = ["launch_template_id"]
      when = try(group.create_launch_template, true) && try(group.use_custom_launch_template, true)
    }
    mark "no_template" {
      own  = true
      keys = ["launch_template_id", "launch_template_name", "launch_template_version"]
      when = major >= 19 && !try(group.use_custom_launch_template, true)
    }
    # This one it does pass on, beside its own template and any other, and EKS refuses the two together.
    mark "login" {
      keys = ["remote_access"]
      when = length(group.remote_access) > 0 && (major < 19 ? try(group.create_launch_template, true) || try(group.launch_template_name, key) != "" : try(group.use_custom_launch_template, true))
    }
    # Network devices that a pod asks for.
    mark "efa" {
      keys = ["enable_efa_support"]
    }
    # What binds the nodes to one zone.
    mark "one_zone" {
      keys = ["enable_efa_support", "create_placement_group", "placement", "capacity_reservation_specification", "placement_group_az"]
    }
    # The names of version 17, which a map takes silently as well.
    mark "legacy" {
      keys = ["instance_type", "desired_capacity", "min_capacity", "max_capacity", "k8s_labels", "subnets", "additional_tags", "input.subnets", "input.node_groups", "input.node_groups_defaults"]
    }
    # Of a capacity block the module takes the first type and leaves out the others.
    mark "several_types" {
      keys = ["instance_types"]
      when = major >= 20 && try(group.capacity_type, "") == "CAPACITY_BLOCK" && length(group.instance_types) > 1
    }
    # The version of a group has the name that the cluster's has.
    mark "misnamed" {
      keys = ["version"]
    }
    mark "gone" {
      keys = ["input.eks_managed_node_group_defaults", "input.cluster_version", "input.cluster_name", "platform", "schedules", "create_schedule"]
      when = major >= 21 && has(input, "eks_managed_node_groups")
    }
    # Passed to the group whatever template it has.
    mark "latest_template" {
      keys = ["launch_template_version"]
      when = contains(["$Latest", "$Default"], group.launch_template_version) && try(group.use_custom_launch_template, true)
    }
    mark "latest_ami" {
      when = major >= 21 && try(group.use_latest_ami_release_version, true) && !try(group.ami_id != null && group.ami_id != "", false)
    }

    # One group by the inner module, which joins a cluster whoever made it. Its own template has neither disk nor keys
    # for a remote login: with those it is left out.
    write {
      block = ["module"]
      body = {
        source                         = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
        version                        = "~> 21.0"
        name                           = has(group, "node_group_name") ? group.node_group_name : first_set(trimsuffix(try(group.node_group_name_prefix, name), "-"), name)
        use_name_prefix                = has(group, "node_group_name") ? false : null
        region                         = try(group.region, null)
        cluster_name                   = group.cluster_name
        cluster_service_cidr           = asked.cluster_service_cidr
        kubernetes_version             = try(group.version, null)
        create_iam_role                = has(group, "node_role_arn") ? false : null
        iam_role_arn                   = try(group.node_role_arn, null)
        subnet_ids                     = group.subnet_ids
        vpc_security_group_ids         = has(group, "launch_template") || has(group, "disk_size") || has(group, "remote_access") ? null : asked.vpc_security_group_ids
        capacity_type                  = try(group.capacity_type, null)
        instance_types                 = try(group.instance_types, null)
        ami_type                       = try(group.ami_type, null)
        ami_release_version            = try(group.release_version, null)
        use_latest_ami_release_version = false
        min_size                       = group.scaling_config.min_size
        max_size                       = group.scaling_config.max_size
        desired_size                   = group.scaling_config.desired_size
        update_config                  = try(group.update_config, null)
        node_repair_config             = try(group.node_repair_config, null)
        force_update_version           = try(group.force_update_version, null)
        create_launch_template         = has(group, "launch_template") ? false : null
        launch_template_id             = try(group.launch_template.id, null)
        launch_template_version        = try(group.launch_template.version, null)
        use_custom_launch_template     = !has(group, "launch_template") && (has(group, "disk_size") || has(group, "remote_access")) ? false : null
        disk_size                      = try(group.disk_size, null)
        remote_access                  = try(group.remote_access, null)
        labels                         = try(group.labels, null)
        taints                         = has(group, "taint") ? { for index, taint in group.taint : first_set("${taint.key}-${taint.effect}", "taint-${index}") => taint } : null
        tags                           = try(group.tags, null)
      }
      notes = {
        instance_types = [
          "Equal in vCPU, memory and architecture, so that Cluster Autoscaler counts right; best for",
          "diversity first. A change of this list, even of its order, replaces the group.",
        ]
      }

      variable "cluster_name" {
        description = "Name of the EKS cluster that ${name} joins."
        type        = string
        condition   = length(self) > 0
        error       = "The cluster's name is empty."
        sets {
          cluster_name = self
        }
      }
      variable "cluster_service_cidr" {
        description = "Addresses of the cluster's Kubernetes services, which ${name}'s nodes are told of."
        type        = string
        condition   = can(cidrhost(self, 0))
        error       = "This is not a range of addresses (172.20.0.0/16)."
      }
      variable "subnet_ids" {
        when        = zone == null
        description = "Subnets of ${name}, in as many zones as the cluster has${first_set(try(group.capacity_type, null), "ON_DEMAND") == "SPOT" ? ": a Spot pool is an instance type in a zone" : ""}."
        type        = list(string)
        condition   = length(self) >= 2
        error       = "Name subnets in at least two zones."
        sets {
          subnet_ids = self
        }
      }
      variable "subnet_ids" {
        when        = zone != null
        description = "Subnets of ${name}, in the zone ${can(regex("-az[0-9]+$", zone)) ? "of the id ${zone}; its volumes lie there" : zone}."
        type        = list(string)
        condition   = length(self) >= 1
        error       = "Name at least one subnet."
        sets {
          subnet_ids = self
        }
      }
      # The module's own template has the security groups that the EKS module would hand to its groups: README.md of
      # modules/eks-managed-node-group at v21.19.0. To one that names none EKS adds the cluster's: EKS User Guide,
      # launch-templates.
      variable "vpc_security_group_ids" {
        description = "Security groups of ${name}'s nodes, such as node_security_group_id of the eks module, by which its groups reach each other; with none they have the cluster's own."
        type        = list(string)
        default     = []
      }
      variable "scaling" {
        description = "Sizes of ${name}; an autoscaler owns desired_size once the group is there."
        type        = object({ min_size = number, desired_size = number, max_size = number })
        default     = { min_size = 0, desired_size = 1, max_size = 10 }
        condition   = self.min_size >= 0 && self.min_size <= self.desired_size && self.desired_size <= self.max_size && self.max_size >= 1
        error       = "Sizes must satisfy 0 <= min_size <= desired_size <= max_size, and max_size >= 1."
        sets {
          scaling_config {
            desired_size = self.desired_size
            max_size     = self.max_size
            min_size     = self.min_size
          }
        }
      }
    }
  }

  group {
    at       = { "" = "node_groups[*]" }
    defaults = "node_groups_defaults"
    shallow  = true
    ignore   = ["*"]
    when     = try(input.create_eks, true)

    lifecycle = {
      create_before_destroy = true
      prevent_destroy       = false
      ignore_changes        = ["scaling_config[0].desired_size"]
    }

    field "cluster_name" {
      value = input.cluster_name
    }
    field "node_group_name" {
      path = "name"
    }
    field "node_group_name_prefix" {
      value = has(group, "name") ? null : try(group.name_prefix, null)
    }
    field "node_role_arn" {
      path = "iam_role_arn"
    }
    field "subnet_ids" {
      value = try(group.subnets, input.subnets)
    }
    field "capacity_type" {
      path = "capacity_type"
    }
    # Up to version 13 a group had one type.
    field "instance_types" {
      value   = has(group, "instance_types") ? group.instance_types : has(group, "instance_type") ? (major >= 14 ? null : [group.instance_type]) : null
      default = [try(input.workers_group_defaults.instance_type, "m4.large")]
    }
    field "ami_type" {
      path = "ami_type"
    }
    field "scaling_config" {
      value = {
        min_size     = try(group.min_capacity, input.workers_group_defaults.asg_min_size, 1)
        max_size     = try(group.max_capacity, input.workers_group_defaults.asg_max_size, 3)
        desired_size = try(group.desired_capacity, input.workers_group_defaults.asg_desired_capacity, 1)
      }
    }
    field "labels" {
      path = "k8s_labels"
    }
    field "taint" {
      path = "taints"
    }
    field "launch_template" {
      value = try(group.launch_template_id, null) == null ? null : { id = group.launch_template_id, version = try(group.launch_template_version, null) }
    }
    field "release_version" {
      path = "ami_release_version"
    }
    field "force_update_version" {
      path = "force_update_version"
    }
    # Those of the module, of the defaults and of the group, one over the other.
    field "tags" {
      value = !has(input, "tags") && !has(group, "additional_tags") ? null : merge(try(input.tags, {}), try(input.node_groups_defaults.additional_tags, {}), try(group.additional_tags, {}))
    }
    mark "legacy" {
      keys = ["instance_type"]
      when = major >= 14
    }
  }

  # What the module's own template has of the group's inputs.
  template {
    at   = "."
    when = try(group.create_launch_template, true) && try(group.use_custom_launch_template, true)
    field "image_id" {
      value = group.ami_id == "" ? null : group.ami_id
    }
    # Of a capacity block the one type stands here.
    field "instance_type" {
      value = major >= 20 && try(group.capacity_type, "") == "CAPACITY_BLOCK" ? try(group.instance_types[0], null) : null
    }
    field "market_type" {
      value = try(group.instance_market_options.market_type, group.instance_market_options[0].market_type)
    }
  }

  addon {
    at = "addons[*]"
    field "name" {
      value = try(coalesce(group.name, key), key)
    }
  }
  addon {
    at = "cluster_addons[*]"
    field "name" {
      value = try(coalesce(group.name, key), key)
    }
  }
  # What Karpenter needs of AWS: where it is made, Karpenter is meant to run.
  addon {
    at   = { "modules/karpenter" = "." }
    when = try(input.create, true)
    field "name" {
      value = "karpenter"
    }
  }

  control_plane {
    at   = "."
    when = try(input.create, true)
    field "name" {
      value = try(input.cluster_name, input.name)
    }
  }
  other_capacity {
    at = "fargate_profiles[*]"
    field "kind" {
      value = "Fargate"
    }
  }
  other_capacity {
    at   = "."
    when = try(input.cluster_compute_config.enabled, input.compute_config.enabled, false)
    field "kind" {
      value = "Auto Mode"
    }
  }

  not_checked {
    at     = "."
    inside = "modules/self-managed-node-group"
    as     = "self-managed node group"
  }
  not_checked {
    at = "self_managed_node_groups[*]"
    as = "self-managed node group"
  }
  not_checked {
    at = "worker_groups[*]"
    as = "self-managed node group"
  }
  not_checked {
    at = "worker_groups_launch_template[*]"
    as = "self-managed node group"
  }
}

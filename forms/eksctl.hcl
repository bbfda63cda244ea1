# eksctl's ClusterConfig: managedNodeGroups are read, nodeGroups are groups of
# Auto Scaling that eksctl manages itself, and are not.
# Sources: eksctl-io/eksctl at 99984adb, pkg/apis/eksctl.io/v1alpha5:
# assets/schema.json, types.go, defaults.go, validation.go; sigs.k8s.io/yaml goyaml.v2 resolve.go.
form "eksctl" {
  syntax  = yaml
  needles = ["eksctl.io/"]
  detect  = startswith(try(input.apiVersion, ""), "eksctl.io/") && try(input.kind, "") == "ClusterConfig"

  # Such files are often filled in by envsubst or a pipeline.
  placeholders = ["$"]

  # It reads YAML by sigs.k8s.io/yaml, to which yes, no, on, off, y and n are bools.
  old_bools = true

  # And decodes it into Go's types: a text, "true" or "3", is no bool and no number.
  typed = true

  # eksctl makes what is missing, and leaves as it is what is there.
  changes_groups = false

  cluster {
    at = "."
    ignore = [
      "apiVersion", "kind", "accessConfig", "addons", "addonsConfig", "autoModeConfig", "availabilityZones",
      "capabilities", "cloudWatch", "controlPlaneScalingConfig", "fargateProfiles", "git", "gitops", "iam",
      "iamIdentityMappings", "identityProviders", "karpenter", "kubeAPIServerConfig", "kubeControllerManagerConfig",
      "kubeSchedulerConfig", "kubernetesNetworkConfig", "localZones", "nodeGroups", "outpost", "privateCluster",
      "remoteNetworkConfig", "secretsEncryption", "spotOcean", "status", "upgradePolicy", "vpc", "zonalShiftConfig", "x-*",
    ]
    field "name" {
      path = "metadata.name"
    }
    field "region" {
      path = "metadata.region"
    }
    field "kubernetes_version" {
      path = "metadata.version"
    }
    # eksctl installs Karpenter where it is asked to.
    field "autoscaler" {
      value = has(input, "karpenter") ? "karpenter" : null
    }
    bools = ["autoModeConfig.enabled", "privateCluster.enabled"]
    # A group names subnets by their id, by their name in `vpc`, or by the zone
    # that eksctl makes them in.
    field "subnets" {
      value = merge(
        { for zone in toset(concat(try(input.availabilityZones, []), flatten([for group in members(try(input.managedNodeGroups, [])) : try(group.availabilityZones, [])]))) : zone => zone },
        [for subnets in values(try(input.vpc.subnets, {})) : merge({ for name, subnet in subnets : name => try(subnet.az, name) }, { for name, subnet in subnets : try(subnet.id, name) => try(subnet.az, name) })]...
      )
    }
  }

  group {
    at = "managedNodeGroups[*]"
    ignore = [
      "additionalVolumes", "ami", "asgSuspendProcesses", "availabilityZones", "bottlerocket",
      "capacityReservation", "desiredCapacity", "disableIMDSv1", "disablePodIMDS", "ebsOptimized", "efaEnabled",
      "enableDetailedMonitoring", "iam", "instanceMarketOptions", "instanceName", "instancePrefix", "instanceSelector",
      "instancesDistribution", "maxPodsPerNode", "maxSize", "minSize", "outpostARN", "overrideBootstrapCommand",
      "placement", "preBootstrapCommands", "privateNetworking", "propagateASGTags", "securityGroups", "spotOcean", "ssh",
      "subnets", "volumeEncrypted", "volumeIOPS", "volumeKmsKeyID", "volumeName", "volumeThroughput", "volumeType",
    ]

    # What is no attribute of the vocabulary, as ManagedNodeGroup of assets/schema.json has it.
    bools = [
      "additionalVolumes[*].volumeEncrypted", "bottlerocket.enableAdminContainer", "disableIMDSv1", "disablePodIMDS",
      "ebsOptimized", "efaEnabled", "enableDetailedMonitoring", "iam.withAddonPolicies.albIngress",
      "iam.withAddonPolicies.appMesh", "iam.withAddonPolicies.appMeshPreview", "iam.withAddonPolicies.autoScaler",
      "iam.withAddonPolicies.awsLoadBalancerController", "iam.withAddonPolicies.certManager",
      "iam.withAddonPolicies.cloudWatch", "iam.withAddonPolicies.ebs", "iam.withAddonPolicies.efs",
      "iam.withAddonPolicies.externalDNS", "iam.withAddonPolicies.fsx", "iam.withAddonPolicies.imageBuilder",
      "iam.withAddonPolicies.xRay", "privateNetworking", "propagateASGTags", "securityGroups.withLocal",
      "securityGroups.withShared", "ssh.allow", "ssh.enableSsm", "volumeEncrypted",
    ]
    integers = [
      "additionalVolumes[*].volumeIOPS", "additionalVolumes[*].volumeSize", "additionalVolumes[*].volumeThroughput",
      "instanceSelector.gpus", "instanceSelector.neuron_devices", "instanceSelector.vCPUs", "maxPodsPerNode", "volumeIOPS",
      "volumeThroughput",
    ]

    field "cluster_name" {
      value = input.metadata.name
    }
    field "node_group_name" {
      path = "name"
    }
    field "subnet_ids" {
      value = length(try(group.subnets, null) == null ? [] : group.subnets) > 0 ? group.subnets : try(group.availabilityZones, null) == null ? input.availabilityZones : group.availabilityZones
      # Zones, in which eksctl makes subnets, and names that `vpc` gives them.
      only_here = length(try(coalesce(group.subnets, []), [])) == 0 || !all([for subnet in group.subnets : startswith(subnet, "subnet-")])
    }
    field "node_role_arn" {
      path = "iam.instanceRoleARN"
    }
    field "capacity_type" {
      path  = "spot"
      value = try({ capacity-block = "CAPACITY_BLOCK" }[group.instanceMarketOptions.marketType], try(group.spot, null) == null ? false : group.spot, group.spot)
      values = {
        SPOT      = true
        ON_DEMAND = false
      }
    }
    # A selector is expanded when eksctl runs.
    field "instance_types" {
      path      = "instanceTypes"
      or_single = "instanceType"
      default   = try(group.instanceSelector, null) != null ? unknown("the instance selector, which eksctl expands") : has(group, "launchTemplate") ? null : ["m5.large"]
    }
    # eksctl takes the image of the family that suits the types: amitype.go. Those of Ubuntu are no type of EKS's.
    field "ami_type" {
      path = "amiFamily"
      families = {
        AmazonLinux2023                = ["AL2023_x86_64_STANDARD", "AL2023_x86_64_NVIDIA", "AL2023_x86_64_NEURON", "AL2023_ARM_64_STANDARD", "AL2023_ARM_64_NVIDIA"]
        AmazonLinux2                   = ["AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64"]
        Bottlerocket                   = ["BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_ARM_64_NVIDIA"]
        BottlerocketFips               = ["BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_x86_64_NVIDIA_FIPS", "BOTTLEROCKET_ARM_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS"]
        WindowsServer2019CoreContainer = ["WINDOWS_CORE_2019_x86_64"]
        WindowsServer2019FullContainer = ["WINDOWS_FULL_2019_x86_64"]
        WindowsServer2022CoreContainer = ["WINDOWS_CORE_2022_x86_64"]
        WindowsServer2022FullContainer = ["WINDOWS_FULL_2022_x86_64"]
        WindowsServer2025CoreContainer = ["WINDOWS_CORE_2025_x86_64"]
        WindowsServer2025FullContainer = ["WINDOWS_FULL_2025_x86_64"]
      }
      value = try(group.amiFamily, group.ami, null) == null ? unknown("the types, which eksctl chooses the image by") : unknown("amiFamily and the types, by which eksctl chooses the image")
      # The image of a template that is given comes first: pkg/cfn/builder/managed_nodegroup.go. Who names a family beside
      # it has none there.
      only_here = has(group, "launchTemplate") && (try(group.amiFamily, null) == null || length(try(coalesce(group.instanceTypes, []), [])) == 0) ? "eksctl leaves the image to the launch template, and chooses one itself only where that has none" : try(startswith(lower(group.amiFamily), "ubuntu"), false) ? "amiFamily ${group.amiFamily} is none of EKS's AMI types; a group without ami_type runs Amazon Linux" : null
    }
    # What is no number stays as it is written, to be said.
    field "scaling_config" {
      value = {
        minSize         = try(coalesce(try(group.minSize, null), try(tonumber(group.desiredCapacity), null), 2), group.minSize, null)
        maxSize         = try(coalesce(try(group.maxSize, null), max(coalesce(try(group.desiredCapacity, null), 0), coalesce(try(group.minSize, null), try(group.desiredCapacity, null), 2), 1)), group.maxSize, null)
        desiredCapacity = try(coalesce(try(group.desiredCapacity, null), try(tonumber(group.minSize), null), 2), group.desiredCapacity, null)
      }
      field "min_size" {
        path = "minSize"
      }
      field "max_size" {
        path = "maxSize"
      }
      field "desired_size" {
        path = "desiredCapacity"
      }
    }
    field "update_config" {
      path = "updateConfig"
      field "max_unavailable" {
        path = "maxUnavailable"
      }
      field "max_unavailable_percentage" {
        path = "maxUnavailablePercentage"
      }
    }
    field "labels" {
      path = "labels"
    }
    field "taint" {
      path = "taints"
      field "key" {
        path = "key"
      }
      field "value" {
        path = "value"
      }
      field "effect" {
        path = "effect"
        values = {
          NO_SCHEDULE        = "NoSchedule"
          NO_EXECUTE         = "NoExecute"
          PREFER_NO_SCHEDULE = "PreferNoSchedule"
        }
      }
    }
    field "launch_template" {
      path = "launchTemplate"
      field "id" {
        path = "id"
      }
      field "version" {
        path = "version"
      }
    }
    field "disk_size" {
      path    = "volumeSize"
      default = has(group, "launchTemplate") ? null : 80
    }
    # A key turns it on unless `allow` is false.
    field "remote_access" {
      value = (try(group.ssh.allow, null) == null ? try(coalesce(try(group.ssh.publicKeyName, null), try(group.ssh.publicKeyPath, null), try(group.ssh.publicKey, null)), null) != null : group.ssh.allow) ? { ec2_ssh_key = try(group.ssh.publicKeyName, group.ssh.publicKeyPath, group.ssh.publicKey, "~/.ssh/id_rsa.pub"), source_security_group_ids = try(length(group.ssh.sourceSecurityGroupIds) > 0, false) ? group.ssh.sourceSecurityGroupIds : try(group.privateNetworking, false) ? unknown("the addresses of the VPC, which eksctl opens the port to") : null } : null
      # A key that eksctl uploads. And what only the VPC reaches is open to the world where no security group is named.
      only_here = !has(group.ssh, "publicKeyName") ? "the key is one that eksctl uploads" : try(group.privateNetworking, false) && !try(length(group.ssh.sourceSecurityGroupIds) > 0, false) ? "eksctl opens SSH to the addresses of the VPC alone, and remote_access without source_security_group_ids opens it to the world" : null
    }
    field "node_repair_config" {
      path = "nodeRepairConfig"
      field "enabled" {
        path = "enabled"
      }
      field "max_unhealthy_node_threshold_count" {
        path = "maxUnhealthyNodeThresholdCount"
      }
      field "max_unhealthy_node_threshold_percentage" {
        path = "maxUnhealthyNodeThresholdPercentage"
      }
      field "max_parallel_nodes_repaired_count" {
        path = "maxParallelNodesRepairedCount"
      }
      field "max_parallel_nodes_repaired_percentage" {
        path = "maxParallelNodesRepairedPercentage"
      }
      field "node_repair_config_overrides" {
        path = "nodeRepairConfigOverrides"
        field "min_repair_wait_time_mins" {
          path = "minRepairWaitTimeMins"
        }
        field "node_monitoring_condition" {
          path = "nodeMonitoringCondition"
        }
        field "node_unhealthy_reason" {
          path = "nodeUnhealthyReason"
        }
        field "repair_action" {
          path = "repairAction"
        }
      }
    }
    field "release_version" {
      path = "releaseVersion"
    }
    # Those of the cluster are each group's too, and its own win: pkg/cfn/builder/managed_nodegroup.go.
    field "tags" {
      path  = "tags"
      value = length(keys_of(try(input.metadata.tags, null))) == 0 ? try(group.tags, null) : try(merge(input.metadata.tags, coalesce(try(group.tags, null), {})), group.tags, null)
    }

    # eksctl makes the subnets, and takes the image that suits the types.
    write {
      value = {
        apiVersion = "eksctl.io/v1alpha5"
        kind       = "ClusterConfig"
        metadata = {
          name    = try(cluster.name, "$CLUSTER_NAME")
          region  = try(cluster.region, "$AWS_REGION")
          version = try(cluster.kubernetes_version, null)
        }
        managedNodeGroups = [{
          name            = try(group.node_group_name, name)
          spot            = try({ SPOT = true, ON_DEMAND = false }[group.capacity_type], null)
          amiFamily       = family
          instanceTypes   = try(group.instance_types, null)
          minSize         = try(group.scaling_config.min_size, null)
          desiredCapacity = try(group.scaling_config.desired_size, null)
          maxSize         = try(group.scaling_config.max_size, null)
          updateConfig = has(group, "update_config") ? {
            maxUnavailable           = try(group.update_config.max_unavailable, null)
            maxUnavailablePercentage = try(group.update_config.max_unavailable_percentage, null)
          } : null
          subnets    = try(group.subnet_ids, null)
          iam        = try({ instanceRoleARN = group.node_role_arn }, null)
          volumeSize = try(group.disk_size, null)
          launchTemplate = try(group.launch_template.id, null) == null ? null : {
            id      = group.launch_template.id
            version = try(group.launch_template.version, null)
          }
          labels = try(group.labels, null)
          taints = try([for taint in group.taint : {
            key    = taint.key
            value  = try(taint.value, null)
            effect = { NO_SCHEDULE = "NoSchedule", NO_EXECUTE = "NoExecute", PREFER_NO_SCHEDULE = "PreferNoSchedule" }[taint.effect]
          }], null)
          tags           = try(group.tags, null)
          releaseVersion = try(group.release_version, null)
          ssh = has(group, "remote_access") ? {
            allow                  = true
            publicKeyName          = try(group.remote_access.ec2_ssh_key, null)
            sourceSecurityGroupIds = try(group.remote_access.source_security_group_ids, null)
          } : null
          nodeRepairConfig = has(group, "node_repair_config") ? {
            enabled                             = try(group.node_repair_config.enabled, null)
            maxUnhealthyNodeThresholdCount      = try(group.node_repair_config.max_unhealthy_node_threshold_count, null)
            maxUnhealthyNodeThresholdPercentage = try(group.node_repair_config.max_unhealthy_node_threshold_percentage, null)
            maxParallelNodesRepairedCount       = try(group.node_repair_config.max_parallel_nodes_repaired_count, null)
            maxParallelNodesRepairedPercentage  = try(group.node_repair_config.max_parallel_nodes_repaired_percentage, null)
            nodeRepairConfigOverrides = try([for one in group.node_repair_config.node_repair_config_overrides : {
              minRepairWaitTimeMins   = try(one.min_repair_wait_time_mins, null)
              nodeMonitoringCondition = try(one.node_monitoring_condition, null)
              nodeUnhealthyReason     = try(one.node_unhealthy_reason, null)
              repairAction            = try(one.repair_action, null)
            }], null)
          } : null
        }]
      }
    }

    # A managed group has no such key; people bring it along from self-managed ones.
    mark "mixed_distribution" {
      keys = ["instancesDistribution"]
    }
    # Cluster Autoscaler reads taints and labels of an empty group from these tags.
    mark "tagged_group" {
      keys = ["propagateASGTags"]
    }
    # An empty list is as good as none: eksctl takes its default type.
    mark "no_types" {
      when = try(length(group.instanceTypes) == 0, false) && !has(group, "launchTemplate")
    }
    # eksctl refuses more than the one type of a capacity block.
    mark "several_types" {
      keys = ["instanceTypes"]
      when = try(group.instanceMarketOptions.marketType, "") == "capacity-block" && length(group.instanceTypes) > 1
    }
    # It refuses one type beside what else says the types.
    mark "one_and_more_types" {
      keys = ["instanceType"]
      when = try(length(group.instanceTypes) > 0, false) || has(group, "instanceSelector") || has(group, "launchTemplate")
    }
    # On-Demand, and nobody says so.
    mark "no_spot" {
      when = try(group.spot, null) == null && try(group.instanceMarketOptions.marketType, null) == null
    }
    # What remote access is written as.
    mark "ssh" {
      keys = ["ssh"]
    }
    # How many pods a node runs is said here, whatever its interfaces have addresses for.
    mark "own_max_pods" {
      keys = ["maxPodsPerNode"]
    }
    # Network devices that a pod asks for.
    mark "efa" {
      keys = ["efaEnabled"]
    }
    mark "one_zone" {
      keys = ["efaEnabled", "placement", "capacityReservation"]
    }
    # eksctl puts nodes into public subnets unless it is told otherwise, or there are none; of those that a group's own
    # list names, by name or id, it is known where `vpc` has them under public.
    mark "public_subnets" {
      when = any([for subnet in try(coalesce(group.subnets, []), []) : contains(concat(keys_of(try(input.vpc.subnets.public, null)), [for one in members(try(input.vpc.subnets.public, null)) : try(one.id, null)]), subnet)]) || !try(coalesce(group.privateNetworking, false), false) && !try(coalesce(input.privateCluster.enabled, false), false) && !has(input, "outpost") && !has(group, "localZones") && length(try(coalesce(group.subnets, []), [])) == 0 && (length(keys_of(try(input.vpc.subnets, null))) == 0 || length(members(try(input.vpc.subnets.public, null))) > 0)
    }
    # Of what it knows eksctl takes one spelling in capitals or not; what is none of these may be newer.
    mark "unknown_family" {
      keys = ["amiFamily"]
      when = !contains([for family in [
        "AmazonLinux2023", "AmazonLinux2", "UbuntuPro2604", "Ubuntu2604",
        "UbuntuPro2404", "Ubuntu2404", "UbuntuPro2204", "Ubuntu2204",
        "UbuntuPro2004", "Ubuntu2004", "Bottlerocket", "BottlerocketFips",
        "WindowsServer2019CoreContainer", "WindowsServer2019FullContainer", "WindowsServer2022CoreContainer", "WindowsServer2022FullContainer",
        "WindowsServer2025CoreContainer", "WindowsServer2025FullContainer",
      ] : lower(family)], lower(group.amiFamily))
    }
    # The family that AWS has ended.
    mark "ended_image" {
      keys = ["amiFamily"]
      when = lower(group.amiFamily) == "amazonlinux2"
    }
  }

  # eksctl makes a template of its own unless it is given one.
  template {
    at   = "."
    when = !has(group, "launchTemplate")
    field "image_id" {
      value = try(group.ami, null)
    }
  }

  # A file that says no more of a cluster than its name adds groups to one that is there.
  control_plane {
    at   = "metadata"
    when = has(group, "version") || any([for key in ["addons", "availabilityZones", "cloudWatch", "fargateProfiles", "kubernetesNetworkConfig"] : has(input, key)])
    field "name" {
      path = "name"
    }
  }
  addon {
    at = "addons[*]"
    field "name" {
      path = "name"
    }
  }
  other_capacity {
    at = "fargateProfiles[*]"
    field "kind" {
      value = "Fargate"
    }
  }
  other_capacity {
    at   = "autoModeConfig"
    when = group.enabled
    field "kind" {
      value = "Auto Mode"
    }
  }
  self_managed {
    at   = "nodeGroups[*]"
    when = has(group, "instancesDistribution")
    field "name" {
      path = "name"
    }
    field "on_demand_base" {
      path = "instancesDistribution.onDemandBaseCapacity"
    }
    field "on_demand_percentage" {
      path = "instancesDistribution.onDemandPercentageAboveBaseCapacity"
    }
    field "spot_strategy" {
      path = "instancesDistribution.spotAllocationStrategy"
    }
    field "spot_max_price" {
      path = "instancesDistribution.maxPrice"
    }
    field "capacity_rebalance" {
      path = "instancesDistribution.capacityRebalance"
    }
  }

  not_checked {
    at = "nodeGroups[*]"
    as = "self-managed node group"
  }
}

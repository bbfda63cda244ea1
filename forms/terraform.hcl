# The resource aws_eks_node_group: every attribute under its own name.
form "terraform" {
  syntax  = hcl
  needles = ["aws_eks_node_group"]

  # Whose version and region are those of the groups, of modules' as well.
  provider "aws" {
    source = "hashicorp/aws"
  }

  template {
    at = "resource.aws_launch_template[*]"
    field "name" {
      path = "name"
    }
    field "instance_type" {
      path = "instance_type"
    }
    field "image_id" {
      path = "image_id"
    }
    field "market_type" {
      value = group.instance_market_options[0].market_type
    }
    field "instance_profile" {
      value = try(group.iam_instance_profile[0].arn, group.iam_instance_profile[0].name)
    }
    field "subnet_id" {
      value = [for one in group.network_interfaces : one.subnet_id if has(one, "subnet_id")][0]
    }
    field "hibernation" {
      value = group.hibernation_options[0].configured
    }
    # Of the instance or of a network interface: EC2 does not take both.
    field "security_groups" {
      value = try(group.vpc_security_group_ids, [for one in group.network_interfaces : one.security_groups if has(one, "security_groups")][0])
    }
    field "one_zone" {
      value = has(group, "placement") ? "placement" : has(group, "capacity_reservation_specification") ? "reservation" : any([for one in group.network_interfaces : try(one.interface_type, "") == "efa"]) ? "efa" : null
    }
    field "shutdown_behavior" {
      path = "instance_initiated_shutdown_behavior"
    }
  }

  subnet {
    at = "resource.aws_subnet[*]"
    field "zone" {
      value = try(group.availability_zone, group.availability_zone_id)
    }
    field "public" {
      path = "map_public_ip_on_launch"
    }
  }

  control_plane {
    at = "resource.aws_eks_cluster[*]"
    field "name" {
      path = "name"
    }
  }
  other_capacity {
    at = "resource.aws_eks_fargate_profile[*]"
    field "kind" {
      value = "Fargate"
    }
  }
  other_capacity {
    at   = "resource.aws_eks_cluster[*]"
    when = try(group.compute_config[0].enabled, false)
    field "kind" {
      value = "Auto Mode"
    }
  }
  # What else may carry pods, whoever it is for.
  other_capacity {
    at = "resource.aws_autoscaling_group[*]"
    field "kind" {
      value = "Auto Scaling group"
    }
  }
  autoscaling_tag {
    at = "resource.aws_autoscaling_group_tag[*]"
    field "key" {
      value = group.tag[0].key
    }
  }
  addon {
    at = "resource.helm_release[*]"
    field "name" {
      path = "chart"
    }
  }
  addon {
    at = "resource.aws_eks_addon[*]"
    field "name" {
      path = "addon_name"
    }
  }

  group {
    at         = "resource.aws_eks_node_group[*]"
    vocabulary = true

    write {
      block = ["resource", "aws_eks_node_group"]
      notes = {
        instance_types = [
          "Equal in vCPU, memory and architecture, so that Cluster Autoscaler counts right; best for",
          "diversity first. A change of this list, even of its order, replaces the group.",
        ]
      }

      # What no catalogue knows is a variable, named after the group so that
      # two such files can lie in one directory. `sets` says what it is for.
      variable "cluster_name" {
        description = "Name of the EKS cluster that ${name} joins."
        type        = string
        condition   = length(self) > 0
        error       = "The cluster's name is empty."
        sets {
          cluster_name = self
        }
      }
      variable "node_role_arn" {
        description = "ARN of the IAM role of ${name}'s nodes."
        type        = string
        condition   = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", self))
        error       = "This is not the ARN of an IAM role (arn:aws:iam::111122223333:role/name)."
        sets {
          node_role_arn = self
        }
      }
      variable "subnet_ids" {
        when        = zone == null
        description = "Subnets of ${name}, in as many zones as the cluster has${first_set(try(group.capacity_type, null), "ON_DEMAND") == "SPOT" ? ": a Spot pool is an instance type in a zone" : ""}."
        type        = set(string)
        condition   = length(self) >= 2
        error       = "Name subnets in at least two zones."
        sets {
          subnet_ids = self
        }
      }
      variable "subnet_ids" {
        when        = zone != null
        description = "Subnets of ${name}, in the zone ${can(regex("-az[0-9]+$", zone)) ? "of the id ${zone}; its volumes lie there" : zone}."
        type        = set(string)
        condition   = length(self) >= 1
        error       = "Name at least one subnet."
        sets {
          subnet_ids = self
        }
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

      # A change of type, subnets or capacity replaces the group: the new one
      # must stand before the old one goes. A fixed name forbids that: then a plan
      # that replaces the group had better fail.
      append {
        when = !has(group, "node_group_name")
        lifecycle {
          create_before_destroy = true
          ignore_changes        = [scaling_config[0].desired_size]
        }
      }
      append {
        when = has(group, "node_group_name")
        lifecycle {
          prevent_destroy = true
          ignore_changes  = [scaling_config[0].desired_size]
        }
      }
    }
  }
}

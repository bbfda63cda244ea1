rule "single-az" {
  category = "zones"
  scope    = group
  summary  = "the group lies in one zone"

  # What binds nodes to one zone anyhow is no fault: placement groups, EFA, reserved capacity.
  when = given(group.subnet_ids) && group.capacity_type != "CAPACITY_BLOCK" && length(lookup(group.marks, "one_zone", [])) == 0 && !given(group.template.one_zone)

  check {
    condition = (length(group.subnet_ids) > 1 ? length(first_set(distinct(group.subnet_ids), group.subnet_ids)) > 1 : false) || group.zone_count > 1 || length(group.zone_siblings) > 0
    severity  = group.capacity_type == "SPOT" ? error : warning
    at        = group.subnet_ids
    message   = "${group.name} lies in one zone${group.capacity_type == "SPOT" ? ": every instance type is a single Spot pool" : ""}"
    help      = "add subnets in other zones, best in three; for pods with EBS volumes make a group of the same shape in each zone"
  }

  why = <<-EOT
    The loss of the zone is the loss of the group, and a Spot pool is an
    instance type in a zone: a second zone doubles the pools. Groups of equal
    shape, one a zone, are as good, and are what volumes need. Several subnets in one
    zone are told by subnets-same-az.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
  ]
  forms = ["nodegroups", "eksctl", "terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: ⟦[subnet-0a1]⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: workers
            spot: true
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            availabilityZones: ⟦[eu-west-1a]⟧
      YAML
    }
  }

  # The same subnet twice is one.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: ⟦[subnet-0a1, subnet-0a1]⟧
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b}
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: [subnet-0a1, subnet-0b1]
          unknown-zones:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: [subnet-1, subnet-2]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        defaults:
          capacity_type: SPOT
          instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        node_groups:
          volumes-a: {subnet_ids: [subnet-0a1]}
          volumes-b: {subnet_ids: [subnet-0b1]}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["subnets-same-az"]
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0a2: eu-west-1a}
        defaults:
          capacity_type: SPOT
          instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        node_groups:
          one: {subnet_ids: ⟦[subnet-0a1]⟧}
          two: {subnet_ids: [subnet-0a1, subnet-0a2]}
      YAML
    }
  }

  # As many groups as there are subnets, one in each.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        data "aws_subnets" "private" {}

        resource "aws_eks_node_group" "workers" {
          for_each = toset(data.aws_subnets.private.ids)
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = [each.value]
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

  # As many groups as are asked for, and all in one subnet.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        variable "groups" { type = number }

        resource "aws_eks_node_group" "workers" {
          count = var.groups
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ⟦["subnet-0a1"]⟧
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

rule "subnets-same-az" {
  category = "zones"
  scope    = group
  summary  = "the subnets of the group lie in one zone"

  # Nearly always nobody knows in which zones they lie: that is asked first.
  when = given(group.subnet_ids) && group.zone_count <= 1

  let = {
    # What binds nodes to one zone anyhow is no fault: placement groups, EFA, reserved capacity.
    bound = group.capacity_type == "CAPACITY_BLOCK" || length(lookup(group.marks, "one_zone", [])) > 0 || given(group.template.one_zone)
    one   = length(group.subnet_ids) < 2 ? true : length(first_set(distinct(group.subnet_ids), group.subnet_ids)) < 2
  }

  check {
    condition = let.one || let.bound || length(group.zone_siblings) > 0
    severity  = group.capacity_type == "SPOT" ? error : warning
    at        = group.subnet_ids
    message   = "the subnets of ${group.name} lie in one zone${group.capacity_type == "SPOT" ? ": every instance type is a single Spot pool" : ""}"
    help      = "add subnets in other zones, best in three; for pods with EBS volumes make a group of the same shape in each zone"
  }

  why = <<-EOT
    Subnets in one zone look like several and fall together, and a Spot pool is an
    instance type in a zone, however many subnets it has there. Where they are there
    for their addresses alone, and the zone is meant, an ignore with that reason says
    so. On Spot it is an error as one subnet is, which single-az tells: the group
    defeats its own purpose.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
  ]
  forms = ["nodegroups", "terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0a2: eu-west-1a}
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            subnet_ids: ⟦[subnet-0a1, subnet-0a2]⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_subnet" "nodes" {
          count             = 2
          vpc_id            = "vpc-0a1"
          cidr_block        = "10.0.$${count.index}.0/24"
          availability_zone = "eu-west-1a"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          ⟦subnet_ids⟧             = aws_subnet.nodes[*].id
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

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0a2: eu-west-1a, subnet-0b1: eu-west-1b}
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: [subnet-0a1, subnet-0a2, subnet-0b1]
          unknown-zones:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            subnet_ids: [subnet-1, subnet-2]
      YAML
    }
  }

  # One group a zone, with two subnets each.
  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0a2: eu-west-1a, subnet-0b1: eu-west-1b, subnet-0b2: eu-west-1b}
        defaults:
          capacity_type: SPOT
          instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
        node_groups:
          volumes-a: {subnet_ids: [subnet-0a1, subnet-0a2]}
          volumes-b: {subnet_ids: [subnet-0b1, subnet-0b2]}
      YAML
    }
  }
}

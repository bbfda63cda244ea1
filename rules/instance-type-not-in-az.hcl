rule "instance-type-not-in-az" {
  category = "zones"
  scope    = group
  summary  = "a type is not offered in every zone of the group"

  let = {
    gaps = group.zone_gaps
    one  = let.gaps[0]
  }

  check {
    condition = length(let.gaps) == 0 || length(let.gaps) * 2 < group.type_count
    severity  = info
    at        = [for gap in let.gaps : gap.name]
    message   = "${length(let.one.zones) > 0 ? each_name(let.one.zones) : "at least ${count_of(let.one.lacking, "zone")} of ${group.name}"} ${length(let.one.zones) + let.one.lacking == 1 || length(let.one.zones) == 1 ? "does" : "do"} not have ${let.one.name}${length(let.gaps) > 1 ? ", nor ${count_of(length(let.gaps) - 1, "other type")} of the group" : ""} (offers of ${catalogue.offerings_date})"
    help      = "add a type of equal shape that is there, or leave it: the group uses its other types in that zone"
  }

  why = <<-EOT
    The group is made all the same: Auto Scaling uses the other types there. In such
    a zone a Spot group has a pool less, and an On-Demand group of that one type no
    node. It is told where it is so of at least half of the types: a few among many
    are no fault.
  EOT

  references = [
    "awsdocs/amazon-ec2-user-guide doc_source/instance-discovery.md",
    "mludvig/aws-ethereum-miner issue 23",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: euw1-az1, subnet-0b1: euw1-az2, subnet-0c1: euw1-az3}
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦r8a.xlarge⟧, r5.xlarge]
            subnet_ids: [subnet-0a1, subnet-0b1, subnet-0c1]
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b, subnet-0c1: eu-west-1c}
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦r8a.xlarge⟧, r5.xlarge]
            subnet_ids: [subnet-0a1, subnet-0b1, subnet-0c1]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: euw1-az1, subnet-0b1: euw1-az2}
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [r8a.xlarge, r5.xlarge]
            subnet_ids: [subnet-0a1, subnet-0b1]
      YAML
    }
  }
}

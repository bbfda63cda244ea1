rule "spot-few-capacity-pools" {
  category  = "diversification"
  scope     = group
  yields_to = ["spot-single-instance-type", "spot-few-instance-types", "spot-default-instance-type", "spot-type-in-template", "single-az"]
  summary   = "a Spot group draws on few pools"

  param "at_least" {
    default = 10
    whole   = true
    meaning = "pools a Spot group should have, with those of groups of the same shape in other zones"
  }

  when = group.capacity_type == "SPOT" && group.pools != null && group.types_known

  let = {
    pools = group.pools * (1 + length(group.zone_siblings))
  }

  check {
    condition = let.pools >= param.at_least || length(group.peers) == 0
    severity  = info
    at        = group.instance_types
    message   = "${group.name} draws on ${count_of(let.pools, "Spot pool")}: ${count_of(group.type_count, "type")} in ${count_of(group.zone_count, "zone")}"
    help      = "each type more adds ${count_of(group.zone_count, "pool")}: ${join(", ", first_of(group.peers, 3))}"
  }

  why = <<-EOT
    A Spot pool is an instance type in a zone. The more there are the rarer an
    interruption leaves nothing to go to; AWS advises at least ten types in every
    zone of the network.
  EOT

  references = ["awsdocs/amazon-ec2-user-guide doc_source/spot-best-practices.md"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1", rules = { spot-few-instance-types = "off" } }
    file "nodegroups.yaml" {
      text = <<-YAML
        subnets: {subnet-0a1: eu-west-1a, subnet-0b1: eu-west-1b}
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[m5.xlarge, m5a.xlarge, m6i.xlarge]⟧
            subnet_ids: [subnet-0a1, subnet-0b1]
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
      YAML
    }
  }
}

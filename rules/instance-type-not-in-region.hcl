rule "instance-type-not-in-region" {
  category = "catalogue"
  scope    = group
  summary  = "the region does not offer the instance type"

  let = { gone = concat(group.types_not_offered, group.retired_types) }

  check {
    condition = length(let.gone) == 0
    severity  = warning
    at        = let.gone
    message   = length(group.types_not_offered) > 0 ? "${group.region} does not offer ${each_name(group.types_not_offered)} (catalogue of ${catalogue.offerings_date})" : "EC2 no longer has ${each_name(group.retired_types)} (catalogue of ${catalogue.date})"
    help      = length(group.peers) > 0 ? "types of the same shape that are offered: ${join(", ", first_of(group.peers, 3))}" : "take another type of equal vCPU and memory"
  }

  why = <<-EOT
    A type that the region does not have adds no Spot pool: the group looks
    diversified and is not. If it is the only one the group never gets a node.
  EOT

  references = ["docs.aws.amazon.com/AWSEC2 DescribeInstanceTypeOfferings"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "af-south-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [c5.xlarge, c5a.xlarge, c5ad.xlarge, c5d.xlarge, c6i.xlarge, ⟦c4.xlarge⟧]
      YAML
    }
  }

  example "good" {
    config = { region = "af-south-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [c5.xlarge, c5a.xlarge, c5ad.xlarge, c5d.xlarge, c6i.xlarge]
      YAML
    }
  }
}

rule "spot-few-instance-types" {
  category = "diversification"
  scope    = group
  summary  = "a Spot group has few instance types"

  param "at_least" {
    default = 5
    whole   = true
    meaning = "distinct types a Spot group should have; never more than the region offers of its shape"
  }

  when = group.capacity_type == "SPOT" && given(group.instance_types) && length(distinct(group.instance_types)) > 1

  let = {
    count  = length(distinct(group.instance_types))
    wanted = min(param.at_least, let.count + length(group.peers))
    best   = first_of(group.peers, max(3, let.wanted - let.count))
    more   = length(group.peers) - length(let.best)
    pools  = group.pools == null || length(let.best) == 0 ? "" : "; with ${length(let.best) == 1 ? "it" : "these"} the group draws on ${count_of(group.pools + length(let.best) * group.zone_count, "Spot pool")} in place of ${group.pools}"
  }

  check {
    condition = let.count >= param.at_least || group.shape == null || let.count >= let.wanted
    severity  = warning
    at        = group.instance_types
    message   = "${group.name} is on SPOT with ${count_of(let.count, "instance type")}; ${let.wanted} or more make interruptions rarer"
    help      = "add types of the same shape (${group.shape.text}), best first: ${join(", ", let.best)}${let.more > 0 ? " (and ${let.more} more that are offered here)" : ""}${let.pools}"
  }

  why = <<-EOT
    EKS picks the Spot pools with the most capacity at the best price, and a
    pool is an instance type in a zone. Each type more gives it as many pools
    more as there are zones. AWS's own example for EKS has six types, its
    general advice for Spot is ten.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "awsdocs/amazon-ec2-user-guide doc_source/spot-best-practices.md",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[m5.xlarge, m5a.xlarge]⟧
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }
}

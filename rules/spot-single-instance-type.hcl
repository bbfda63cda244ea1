rule "spot-single-instance-type" {
  category = "diversification"
  scope    = group
  summary  = "a Spot group has one instance type"

  when = group.capacity_type == "SPOT" && given(group.instance_types)
  let = {
    types = distinct(group.instance_types)
    alone = group.shape != null && length(group.peers) == 0
    best  = first_of(group.peers, 5)
    more  = length(group.peers) - length(let.best)
    pools = group.pools == null || length(let.best) == 0 ? "" : "; with ${length(let.best) == 1 ? "it" : "these"} the group draws on ${count_of(group.pools * (1 + length(let.best)), "Spot pool")} in place of ${group.pools}"
  }

  check {
    condition = length(let.types) != 1
    severity  = let.alone ? info : error
    at        = group.instance_types
    message   = "${group.name} is on SPOT with ${each_name(let.types)} alone: one Spot pool a zone"
    help      = let.alone ? "no other type has its shape here: keep an On-Demand group beside it" : length(group.peers) > 0 ? "add types of its shape (${group.shape.text}): ${join(", ", let.best)}${let.more > 0 ? " (and ${let.more} more that are offered here)" : ""}${let.pools}" : "add types of equal vCPU and memory"
  }

  why = <<-EOT
    A Spot pool is an instance type in a zone: with one type an interruption
    takes the whole group, and EKS has nowhere else to look for capacity. More
    types of equal vCPU and memory cost nothing and change nothing for
    Cluster Autoscaler.
  EOT

  references = [
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
    "terraform-aws-modules/terraform-aws-eks issue 1024",
  ]
  forms = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[m5.xlarge]⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    also   = ["duplicate-instance-type"]
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[m5.xlarge, m5.xlarge]⟧
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
            instanceType: ⟦m5.xlarge⟧
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
          system:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

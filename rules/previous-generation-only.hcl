rule "previous-generation-only" {
  category = "diversification"
  scope    = group
  summary  = "every type of the group is of a generation that runs on Xen"

  when = group.type_count > 0 && group.types_known

  check {
    condition = length(group.traits.xen) < group.type_count
    severity  = info
    at        = group.instance_types
    message   = "${each_name(group.traits.xen)} ${length(group.traits.xen) == 1 ? "is" : "are"} of a generation before Nitro, and ${group.name} has no other"
    help      = "add a type of today${length(group.peers) > 0 ? ": ${join(", ", first_of(group.peers, 3))}" : ""}"
  }

  why = <<-EOT
    Types on the Xen hypervisor are of before Nitro: the network plugin cannot give
    them prefixes, so that they run few pods, and clusters on IPv6 do not take them.
    AWS finds older generations to be less in demand, so that their Spot pools may
    be deep: keep them beside newer ones rather than alone.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/choosing-instance-type.adoc",
    "awsdocs/amazon-ec2-user-guide doc_source/spot-best-practices.md",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: ⟦[m4.xlarge]⟧
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m4.xlarge, m5.xlarge]
      YAML
    }
  }
}

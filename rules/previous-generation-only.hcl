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
    Types of before 2017 run on the Xen hypervisor: they are slower for the price,
    lack prefix delegation and newer images, and are withdrawn zone by zone. As
    little asked for as they are their Spot pools may be deep: keep them beside
    newer ones rather than alone.
  EOT

  references = [
    "docs.aws.amazon.com/ec2 instance-types, Nitro-based instances",
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

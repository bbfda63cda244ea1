rule "spot-single-generation" {
  category  = "diversification"
  scope     = group
  yields_to = ["spot-few-instance-types", "spot-single-family", "mixed-vcpu", "mixed-memory", "mixed-architecture"]
  summary   = "the types of a Spot group are all of one generation"

  param "enough" {
    default = 6
    whole   = true
    meaning = "a group of so many types is not told; AWS has six in its example for EKS"
  }

  when = group.capacity_type == "SPOT" && group.type_count > 1 && group.types_known

  check {
    condition = length(group.generations) > 1 || group.type_count >= param.enough || length(group.peers) == 0
    severity  = info
    at        = group.instance_types
    message   = "the types of ${group.name} are all of generation ${group.generations[0]}"
    help      = "add neighbours of equal shape: ${join(", ", first_of(group.peers, 3))}"
  }

  why = <<-EOT
    AWS advises to be flexible in generations, of which the older are less in
    demand. No source gives a number: it is advice, and not told of a group with
    many types.
  EOT

  references = ["awsdocs/amazon-ec2-user-guide doc_source/spot-best-practices.md"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[r7i.xlarge, r7a.xlarge, i7i.xlarge, i7ie.xlarge, r7iz.xlarge]⟧
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

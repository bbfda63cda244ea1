rule "duplicate-instance-type" {
  category = "diversification"
  scope    = group
  summary  = "an instance type is listed twice"

  check {
    condition = length(group.repeated_types) == 0
    severity  = warning
    at        = group.repeated_types
    message   = "${group.name} lists ${each_name(distinct(group.repeated_types))} more than once"
    help      = "remove the repetition: it adds no Spot pool"
  }

  why = <<-EOT
    A repeated type adds nothing and counts towards the twenty that EKS takes.
    Mostly it stands where another type was meant.
  EOT

  references = ["botocore eks/2017-11-01 CreateNodegroupRequest"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, ⟦m5.xlarge⟧]
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

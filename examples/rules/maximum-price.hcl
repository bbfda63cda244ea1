rule "maximum-price" {
  category = "own"
  scope    = group
  summary  = "an instance type costs more than is allowed"

  param "hourly" {
    default = 1.0
    meaning = "the most an hour On-Demand may cost, in the currency of the region"
  }

  let = {
    dear = [for type in group.types : type if type.price != null && coalesce(type.price, 0) > param.hourly]
  }

  check {
    condition = length(let.dear) == 0
    severity  = error
    at        = [for type in let.dear : type.name]
    message   = "${let.dear[0].name} costs ${let.dear[0].price} an hour; the most is ${param.hourly}"
    help      = "take a smaller type, or ask for an approval"
  }

  why = <<-EOT
    What costs more an hour needs an approval. Prices that the catalogue does not
    know are let through.
  EOT

  references = ["wiki.example.com/platform/budget"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦m5.24xlarge⟧]
            labels: {team: data}
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {team: data}
      YAML
    }
  }
}

rule "unsupported-instance-family" {
  category = "input"
  scope    = group
  summary  = "EKS has no image for the type"

  let = {
    macs = [for type in group.types : type.name if endswith(type.architecture, "_mac")]
  }

  check {
    condition = length(let.macs) == 0
    severity  = error
    at        = let.macs
    message   = "EKS has no image for ${each_name(let.macs)}"
    help      = "take types of Linux or Windows"
  }

  why = <<-EOT
    There is no image of EKS for Macs: a node that is launched on one never joins.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/choosing-instance-type.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦mac2.metal⟧]
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦mac2.metal⟧, t3.large]
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
            instance_types: [m5.metal]
      YAML
    }
  }
}

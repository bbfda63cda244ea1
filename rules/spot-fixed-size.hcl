rule "spot-fixed-size" {
  category = "scaling"
  scope    = group
  summary  = "a Spot group cannot grow or shrink"

  when = group.capacity_type == "SPOT" && group.scaling_config.min_size != null && group.scaling_config.max_size != null

  check {
    condition = group.scaling_config.min_size != group.scaling_config.max_size
    severity  = info
    at        = [group.scaling_config.max_size, group.scaling_config.min_size]
    message   = "${group.name} is on SPOT and has ${count_of(group.scaling_config.max_size, "node")}, never more or fewer"
    help      = "let it grow beyond what is needed: an interruption elsewhere has somewhere to go"
  }

  why = <<-EOT
    A group with min_size equal to max_size cannot grow while another group loses
    nodes, nor shrink while they are not needed.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            scaling_config: {min_size: 3, desired_size: 3, max_size: ⟦3⟧}
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
            scaling_config: {min_size: 1, desired_size: 3, max_size: 9}
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
            instance_types: [m5.xlarge]
            scaling_config: {min_size: 3, desired_size: 3, max_size: 3}
      YAML
    }
  }
}

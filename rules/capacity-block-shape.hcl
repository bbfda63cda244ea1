rule "capacity-block-shape" {
  category  = "capacity"
  scope     = group
  yields_to = ["types-in-template-and-group"]
  summary   = "a group on a Capacity Block says its type where it has no effect"

  when = group.capacity_type == "CAPACITY_BLOCK"

  check {
    condition = given(group.launch_template) || group.template != null
    severity  = error
    at        = group.capacity_type
    message   = "${group.name} is on a Capacity Block and has no launch template, where its type and its reservation are to stand"
    help      = "make a launch template with the instance type, the market type capacity-block and the id of the reservation"
  }

  check {
    condition = !given(group.launch_template) || !given(group.instance_types)
    severity  = error
    at        = group.instance_types
    message   = "${group.name} is on a Capacity Block and lists types, which belong in its launch template"
    help      = "move the one type of the reservation into the launch template"
  }

  why = <<-EOT
    A Capacity Block is a reservation of one instance type. EKS reads the type, the
    market type capacity-block and the reservation from the launch template, and
    refuses types on the group.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/capacity-blocks-mng.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ⟦CAPACITY_BLOCK⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: CAPACITY_BLOCK
            instance_types: ⟦[p5.48xlarge]⟧
            launch_template: {id: lt-0a1, version: "3"}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: CAPACITY_BLOCK
            launch_template: {id: lt-0a1, version: "3"}
      YAML
    }
  }
}

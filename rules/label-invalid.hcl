rule "label-invalid" {
  category = "labels"
  scope    = group
  summary  = "a label is none by the syntax of Kubernetes"

  when = given(group.labels)

  let = {
    bad_names = [for key in keys_of(group.labels) : key if !is_word(key, "A-Z a-z 0-9 - _ .", "A-Z a-z 0-9", 63) && (strcontains(key, "/") ? length(split("/", key)) != 2 || !is_word(split("/", key)[0], "a-z 0-9 - .", "a-z 0-9", 253) || !is_word(split("/", key)[1], "A-Z a-z 0-9 - _ .", "A-Z a-z 0-9", 63) : true)]
    # Of one in a reserved namespace all is told at once.
    odd        = [for key in keys_of(group.labels) : key if group.labels[key] == null || is_reserved(key) ? false : !is_word(group.labels[key], "A-Z a-z 0-9 - _ .", "A-Z a-z 0-9", 63)]
    empty      = [for key in let.odd : key if group.labels[key] == ""]
    bad_values = [for key in let.odd : key if group.labels[key] != ""]
  }

  check {
    condition = length(let.bad_names) == 0
    severity  = error
    at        = [for key in let.bad_names : group.labels[key]]
    message   = "${each_name(brief_names(let.bad_names))} ${length(let.bad_names) == 1 ? "is no name" : "are no names"} of a label of ${group.name}"
    help      = "a name has up to 63 letters, digits, dashes, dots and underscores, and begins and ends with a letter or digit; a domain and / may stand before it"
  }

  check {
    condition = length(let.bad_values) == 0
    severity  = error
    at        = [for key in let.bad_values : group.labels[key]]
    message   = "the ${length(let.bad_values) == 1 ? "value" : "values"} of the ${length(let.bad_values) == 1 ? "label" : "labels"} ${each_name(brief_names(let.bad_values))} of ${group.name} ${length(let.bad_values) == 1 ? "is" : "are"} refused"
    help      = "a value has up to 63 letters, digits, dashes, dots and underscores, and begins and ends with a letter or digit"
  }

  check {
    condition = length(let.empty) == 0
    severity  = error
    at        = [for key in let.empty : group.labels[key]]
    message   = "the ${length(let.empty) == 1 ? "label" : "labels"} ${each_name(brief_names(let.empty))} of ${group.name} ${length(let.empty) == 1 ? "is" : "are"} empty, which EKS refuses"
    help      = "give it a value, such as true"
  }

  why = <<-EOT
    Names and values of labels are up to 63 letters, digits, dashes, dots and
    underscores that begin and end with a letter or digit; a name may have the
    prefix of a domain. An empty value, which Kubernetes allows, is refused by EKS.
  EOT

  references = [
    "kubernetes/website content/en/docs/concepts/overview/working-with-objects/labels.md",
    "aws-controllers-k8s/community issue 2208",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {team: ⟦"data and ai"⟧}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {team: ⟦""⟧}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {"the team": ⟦data⟧}
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
            labels: {team: data-and-ai, example.com/Tier_1.a: "1", gpu: "true"}
      YAML
    }
  }
}

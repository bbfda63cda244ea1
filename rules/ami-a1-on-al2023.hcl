rule "ami-a1-on-al2023" {
  category  = "machine-image"
  scope     = group
  yields_to = ["mixed-architecture"]
  summary   = "Amazon Linux 2023 does not run on a1 types"

  when = group.ami != null && !given(group.template.image_id)

  let = {
    old = [for type in group.types : type.name if contains(try(group.ami.unfit, []), split(".", type.name)[0])]
  }

  check {
    condition = length(let.old) == 0
    severity  = error
    at        = let.old
    message   = "${each_name(let.old)} cannot run ${group.ami_type}"
    help      = "take types of a later Graviton, such as ${length(group.peers) > 0 ? group.peers[0] : "those of m6g"}"
  }

  why = <<-EOT
    Amazon Linux 2023 for arm64 needs Graviton2 or newer; a1 types are the first
    Graviton.
  EOT

  references = ["awsdocs/amazon-eks-user-guide nodes/choosing-instance-type.adoc"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦a1.xlarge⟧]
            ami_type: AL2023_ARM_64_STANDARD
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
            instance_types: [m6g.xlarge]
            ami_type: BOTTLEROCKET_ARM_64
      YAML
    }
  }
}

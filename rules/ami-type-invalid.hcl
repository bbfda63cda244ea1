rule "ami-type-invalid" {
  category   = "machine-image"
  summary    = "the AMI type is none that EKS has"
  checked_by = vocabulary

  why = <<-EOT
    EKS has a fixed set of AMI types, and refuses others when the group is created.
    It is a warning, as new ones appear between two versions of this program.
  EOT

  references = ["botocore eks/2017-11-01 AMITypes"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            ami_type: ⟦AL2023_X86_64_STANDARD⟧
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
            ami_type: AL2023_x86_64_STANDARD
      YAML
    }
  }
}

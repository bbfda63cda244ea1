rule "update-config-both" {
  category = "updates"
  scope    = group
  summary  = "an update is bounded by a number and by a percentage"

  check {
    condition = !(given(group.update_config.max_unavailable) && given(group.update_config.max_unavailable_percentage))
    severity  = error
    at        = [group.update_config.max_unavailable_percentage, group.update_config.max_unavailable]
    message   = "${group.name} bounds its updates both by a number and by a percentage"
    help      = "keep one of the two: a percentage grows with the group"
  }

  why = <<-EOT
    EKS takes one of max_unavailable and max_unavailable_percentage, and refuses
    both. Terraform's validate and eksctl say so themselves where an update_config
    has neither.
  EOT

  references = [
    "botocore eks/2017-11-01 NodegroupUpdateConfig",
    "terraform-provider-aws internal/service/eks/node_group.go",
  ]
  forms = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            update_config:
              max_unavailable: 1
              max_unavailable_percentage: ⟦33⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: workers
            spot: true
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            updateConfig:
              maxUnavailable: 1
              maxUnavailablePercentage: ⟦33⟧
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
            update_config:
              max_unavailable_percentage: 33
      YAML
    }
  }
}

rule "taint-invalid" {
  category   = "labels"
  summary    = "a taint is none that EKS takes"
  checked_by = vocabulary

  why = <<-EOT
    EKS spells the effects of taints NO_SCHEDULE, NO_EXECUTE and PREFER_NO_SCHEDULE,
    Kubernetes and eksctl NoSchedule, NoExecute and PreferNoSchedule; each refuses
    the other spelling. Keys and values have 63 characters, which are letters, digits,
    dashes, dots and underscores, and begin with a letter or a digit; a key may have a
    domain before a slash. A group has 50 taints at most.
  EOT

  references = [
    "botocore eks/2017-11-01 TaintEffect, Taint",
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/assets/schema.json",
  ]
  forms = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            taint: [{key: spot, value: "true", effect: ⟦NoSchedule⟧}]
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
            taints: [{key: spot, value: "true", effect: ⟦NO_SCHEDULE⟧}]
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
            taint: [{key: ⟦"data only"⟧, value: "true", effect: NO_SCHEDULE}]
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
            taint: [{key: example.com/team, value: ⟦"-data"⟧, effect: NO_SCHEDULE}]
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
            taint: [{key: example.com/team, value: "", effect: NO_EXECUTE}]
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
            taint: [{key: spot, value: "true", effect: NO_SCHEDULE}]
      YAML
    }
  }
}

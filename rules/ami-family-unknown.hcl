rule "ami-family-unknown" {
  category = "machine-image"
  scope    = group
  summary  = "eksctl knows no such AMI family"

  check {
    condition = length(lookup(group.marks, "unknown_family", [])) == 0
    severity  = warning
    at        = group.marks.unknown_family
    message   = "${group.name} has an amiFamily that eksctl is not known to have"
    help      = "take AmazonLinux2023, Bottlerocket or Ubuntu2404, or another that eksctl lists"
  }

  why = <<-EOT
    eksctl refuses a family that it does not have before it makes anything. A new one
    may be newer than this program.
  EOT

  references = ["eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go, validation.go"]
  forms      = ["eksctl"]

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
            ⟦amiFamily⟧: AmazonLinx2023
      YAML
    }
  }

  example "good" {
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
            amiFamily: AmazonLinux2023
      YAML
    }
  }
}

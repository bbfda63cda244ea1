rule "instance-types-given-twice" {
  category = "diversification"
  scope    = group
  summary  = "a type stands beside a list of types or a selector"

  check {
    condition = length(lookup(group.marks, "types_twice", [])) == 0
    severity  = error
    at        = group.marks.types_twice
    message   = "${group.name} has instanceType beside instanceTypes or instanceSelector, which eksctl refuses"
    help      = "leave instanceType out, and put its type into instanceTypes"
  }

  why = <<-EOT
    eksctl takes one of them for a managed group. Of a type and a list it is not told
    which was meant, and nothing is made.
  EOT

  references = ["eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/validation.go"]
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
            ⟦instanceType⟧: m5d.xlarge
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
      YAML
    }
  }
}

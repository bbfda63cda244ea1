rule "instance-type-and-types" {
  category = "input"
  scope    = group
  summary  = "one instance type is named beside what else says the types"

  check {
    condition = length(lookup(group.marks, "one_and_more_types", [])) == 0
    severity  = error
    at        = group.marks.one_and_more_types
    message   = "${group.name} has instanceType beside instanceTypes, instanceSelector or launchTemplate, which eksctl refuses"
    help      = "leave out instanceType, and list the type in instanceTypes if it is wanted"
  }

  why = <<-EOT
    eksctl takes the instance types of a managed group from one place, and refuses
    instanceType together with a list of types, a selector or a launch template.
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
            ⟦instanceType⟧: m5.xlarge
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
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
            spot: false
            instanceType: m5.xlarge
      YAML
    }
  }
}

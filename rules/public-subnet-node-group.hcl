rule "public-subnet-node-group" {
  category = "zones"
  scope    = group
  opt_in   = true
  summary  = "the nodes of a group lie in public subnets"

  check {
    condition = length(lookup(group.marks, "public_subnets", [])) == 0
    severity  = info
    at        = group.name
    message   = "the nodes of ${group.name} lie in public subnets, and each has a public address"
    help      = "set privateNetworking: true; what the nodes fetch from the internet goes through a NAT gateway then. eksctl changes no group that is there: add one, and remove this one"
  }

  why = <<-EOT
    eksctl puts the nodes of a group into public subnets unless privateNetworking is
    true. Each node has a public address then, which costs money and can be reached
    wherever a security group allows it. A small cluster without a NAT gateway may be
    meant so: the rule is off unless asked for. It is about eksctl alone: in
    Terraform the routes decide what is public, which is not read.
  EOT

  references = [
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go",
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
  ]
  forms = ["eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: ⟦workers⟧
            instanceTypes: [m5.xlarge]
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
        vpc:
          subnets:
            public:
              eu-west-1a: {id: subnet-0a1}
              eu-west-1b: {id: subnet-0b1}
        managedNodeGroups:
          - name: ⟦workers⟧
            instanceTypes: [m5.xlarge]
            privateNetworking: false
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
            instanceTypes: [m5.xlarge]
            privateNetworking: true
          - name: named
            instanceTypes: [m5.xlarge]
            subnets: [subnet-0a1, subnet-0b1]
          - name: filled-in
            instanceTypes: [m5.xlarge]
            privateNetworking: $${PRIVATE}
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
        vpc:
          subnets:
            private:
              eu-west-1a: {id: subnet-0a1}
              eu-west-1b: {id: subnet-0b1}
        managedNodeGroups:
          - name: workers
            instanceTypes: [m5.xlarge]
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
        privateCluster: {enabled: true}
        managedNodeGroups:
          - name: workers
            instanceTypes: [m5.xlarge]
      YAML
    }
  }
}

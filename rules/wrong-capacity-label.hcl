rule "wrong-capacity-label" {
  category = "labels"
  scope    = group
  summary  = "a label says by hand how the nodes are paid for"

  when = given(group.labels)

  let = {
    own = [for key in keys_of(group.labels) : key if key == "karpenter.sh/capacity-type" || key == "eks.amazonaws.com/capacityType"]
  }

  check {
    condition = length(let.own) == 0
    severity  = contains(let.own, "eks.amazonaws.com/capacityType") ? error : warning
    at        = [for key in let.own : group.labels[key]]
    message   = "${group.name} sets ${each_name(let.own)} by hand"
    help      = "leave it out, and select nodes by eks.amazonaws.com/capacityType, which EKS sets"
  }

  why = <<-EOT
    EKS labels each node eks.amazonaws.com/capacityType with SPOT or ON_DEMAND. A
    label of the same meaning that is set by hand stays as it is when the capacity
    type changes; karpenter.sh/capacity-type besides is what Karpenter counts its
    own nodes by. EKS refuses the first, as all of its namespace.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "kubernetes-sigs/karpenter pkg/apis/v1/labels.go",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            labels: {karpenter.sh/capacity-type: ⟦spot⟧}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            labels: {eks.amazonaws.com/capacityType: ⟦SPOT⟧}
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
            labels: {lifecycle: Ec2Spot}
      YAML
    }
  }
}

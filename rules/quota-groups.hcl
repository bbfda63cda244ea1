rule "quota-groups" {
  category = "scaling"
  scope    = cluster
  summary  = "the cluster has more groups than a quota of EKS allows"

  param "groups" {
    default = 30
    whole   = true
    meaning = "the most groups a cluster may have: the quota Managed node groups per cluster of the account"
  }

  when = cluster.certain

  check {
    condition = length(cluster.groups) <= param.groups
    severity  = warning
    at        = [cluster.groups[param.groups].name]
    message   = "the cluster has ${length(cluster.groups)} node groups; the quota is ${param.groups}"
    help      = "make fewer and larger groups, or have the quota raised and tell it to this rule as its parameter groups"
  }

  why = <<-EOT
    A cluster has 30 managed node groups at most unless the quota was raised. Many
    small groups also slow Cluster Autoscaler down.
  EOT

  references = [
    "docs.aws.amazon.com/eks service-quotas",
    "aws/aws-eks-best-practices latest/bpg/autoscaling/cluster-autoscaler.adoc",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        x-one: &one
          capacity_type: ON_DEMAND
          instance_types: [m5.xlarge]
        node_groups:
          a0: *one
          a1: *one
          a2: *one
          a3: *one
          a4: *one
          a5: *one
          a6: *one
          a7: *one
          a8: *one
          a9: *one
          a10: *one
          a11: *one
          a12: *one
          a13: *one
          a14: *one
          a15: *one
          a16: *one
          a17: *one
          a18: *one
          a19: *one
          a20: *one
          a21: *one
          a22: *one
          a23: *one
          a24: *one
          a25: *one
          a26: *one
          a27: *one
          a28: *one
          a29: *one
          ⟦a30⟧: *one
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

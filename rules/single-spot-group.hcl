rule "single-spot-group" {
  category  = "cluster"
  scope     = cluster
  yields_to = ["all-groups-spot"]
  summary   = "the cluster has one Spot group"

  when = cluster.autoscaler == "cluster-autoscaler" && length(cluster.not_checked) == 0 && length(cluster.other_capacity) == 0 && (length(cluster.groups) > 1 || cluster.made_here)

  let = {
    spot = [for one in cluster.groups : one.name if one.capacity_type == "SPOT"]
  }

  check {
    condition = length(let.spot) != 1
    severity  = info
    at        = let.spot
    message   = "${let.spot[0]} is the one Spot group"
    help      = "add one of another shape: more pools to draw on, and pods of another ratio of CPU to memory fit better"
  }

  why = <<-EOT
    Pods of another ratio of CPU to memory waste the nodes of the one shape there
    is. AWS advises several Spot groups, each of types of equal shape.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦one⟧:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            labels: {pool: spot}
          two:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          one:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
          two:
            capacity_type: SPOT
            instance_types: [r5.xlarge, r5a.xlarge, r6i.xlarge, r6a.xlarge, r7i.xlarge]
          three:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

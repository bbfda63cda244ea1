rule "capacity-type-unset" {
  category  = "spot"
  scope     = group
  yields_to = ["capacity-type-removed"]
  summary   = "no capacity type is given, which means On-Demand"

  let = {
    pairs      = concat(group.labels == null ? [] : [for key, value in group.labels : "${key}=${value}" if value != null], [for taint in group.taint : "${taint.key}=${taint.value}" if taint.value != null])
    words      = concat([group.name], members(group.labels), keys_of(group.labels), [for taint in group.taint : taint.key], [for taint in group.taint : taint.value])
    denied     = any([for word in let.words : can(regex("(^|[^a-z])(non|not|no)[-_ ]?(on[-_ ]?)?spot|on[-_ ]?demand", lower(first_set(word, "")))) if word != null]) || any([for pair in let.pairs : can(regex("spot[^=]*=(false|no|off|never|none|disabled|0)$", lower(pair)))])
    named_spot = any([for word in let.words : can(regex("(^|[^a-z])spot([^a-z]|$)", lower(first_set(word, "")))) if word != null]) && !let.denied
    says_spot  = first_set(let.named_spot, false) # what is not known says nothing
    bare       = lookup(group.marks, "no_spot", [])
    spot_kin   = lookup(group.siblings, "SPOT", [])
  }

  check {
    condition = given(group.capacity_type) && (length(let.bare) == 0 || !let.named_spot)
    severity  = let.named_spot ? warning : info
    at        = group.name
    message   = "${group.name} has no ${length(let.bare) > 0 ? "spot: true" : "capacity_type"}, so it runs On-Demand${let.says_spot ? ", though its name, labels or taints say spot" : length(let.spot_kin) > 0 && !first_set(let.denied, false) ? ", beside ${each_name(let.spot_kin)} on SPOT" : ""}"
    help      = length(let.bare) > 0 ? "set spot to true" : let.says_spot ? "set capacity_type to SPOT" : "say what is meant: set capacity_type to SPOT or ON_DEMAND"
  }

  why = <<-EOT
    A group that was meant for Spot and lacks the line works, at the On-Demand
    price, and nothing tells. The line cannot be added later without a new
    group: a change of capacity type replaces it. Of eksctl it is told where the name,
    the labels or the taints say spot.
  EOT

  references = ["botocore eks/2017-11-01 CreateNodegroupRequest", "terraform-provider-aws CHANGELOG 3.19.0"]
  forms      = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦spot-workers⟧:
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          batch:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
          ⟦web⟧:
            instance_types: [m5.xlarge]
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          ⟦nano-spot⟧:
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            labels: {gpu: "no", lifecycle: spot, team: , owner: $OWNER}
            taint: [{effect: NO_SCHEDULE, key: spot}]
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
          - name: ⟦spot-workers⟧
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
            instanceTypes: [m5.xlarge]
            labels: {team: data}
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          spot-workers:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
          system:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
      YAML
    }
  }
}

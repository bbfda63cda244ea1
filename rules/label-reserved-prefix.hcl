rule "label-reserved-prefix" {
  category = "labels"
  scope    = group
  summary  = "a label lies in a namespace that is not for users"

  # What says how the group is paid for has a rule of its own.
  when = given(group.labels)

  let = {
    reserved = [for key in keys_of(group.labels) : key if is_reserved(key)]
    refused  = [for key in let.reserved : key if !lies_in(key, "node.kubernetes.io") && !lies_in(key, "kubelet.kubernetes.io")]
    told     = length(let.refused) > 0 ? let.refused : let.reserved
  }

  check {
    condition = length(let.reserved) == 0
    severity  = length(let.refused) > 0 ? error : warning
    at        = [for key in let.told : group.labels[key]]
    message   = "the ${length(let.told) == 1 ? "label" : "labels"} ${each_name(brief_names(let.told))} of ${group.name} ${length(let.told) == 1 ? "lies" : "lie"} in a namespace that is reserved"
    help      = "take a name of your own: example.com/${brief(split("/", let.told[0])[1])}"
  }

  why = <<-EOT
    EKS refuses labels in the namespaces kubernetes.io, k8s.io and
    eks.amazonaws.com; where it lets one through, the kubelet does not, and the
    nodes never join. Of those namespaces a node may set itself only what lies in
    node.kubernetes.io and kubelet.kubernetes.io, which EKS was seen to refuse as
    well, and what it says of itself anyway: kubernetes.io/hostname, os and arch,
    node.kubernetes.io/instance-type, topology.kubernetes.io/zone and region. Those
    are not the user's to set.
  EOT

  references = [
    "eksctl-io/eksctl issue 4007",
    "aws/containers-roadmap issues 1451, 2465",
    "terraform-aws-modules/terraform-aws-eks issue 3346",
    "kubernetes/kubernetes staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go",
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
            labels:
              node-role.kubernetes.io/worker: ⟦"true"⟧
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
            labels:
              node.kubernetes.io/pool: ⟦workers⟧
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
            labels: {eks.amazonaws.com/team: ⟦data⟧}
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
            labels:
              example.com/role: worker
              role: worker
              mykubernetes.io/role: worker
      YAML
    }
  }

  # That it is empty as well goes with the name.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            labels: {node-role.kubernetes.io/worker: ⟦""⟧}
      YAML
    }
  }
}

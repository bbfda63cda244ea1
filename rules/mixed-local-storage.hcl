rule "mixed-local-storage" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "only some types have local disks, and the group says it has storage"

  when = cluster.autoscaler == "cluster-autoscaler" && group.type_count > 1 && given(group.tags)

  let = {
    told  = [for key in keys_of(group.tags) : key if key == "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage"]
    disks = group.traits.local_disk
  }

  check {
    condition = length(let.told) == 0 || length(let.disks) == 0 || length(let.disks) == group.type_count
    severity  = info
    at        = let.disks
    message   = "${group.name} says what storage a node has, and of its types only ${each_name(let.disks)} ${length(let.disks) == 1 ? "has" : "have"} local disks"
    help      = "keep types with and without local disks in groups of their own"
  }

  why = <<-EOT
    A hint on ephemeral storage tells Cluster Autoscaler what an empty group offers.
    Where only some types have local disks it holds for those alone. Without such a
    hint the mix is harmless, and makes more Spot pools.
  EOT

  references = ["kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦m5d.xlarge⟧, m5.xlarge, m5a.xlarge]
            tags: {k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: 100Gi}
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
            instance_types: [m5d.xlarge, m5.xlarge]
      YAML
    }
  }
}

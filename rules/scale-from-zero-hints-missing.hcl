rule "scale-from-zero-hints-missing" {
  category = "cluster-autoscaler"
  scope    = group
  summary  = "Cluster Autoscaler does not see the Neuron devices of an empty group"

  # What Terraform makes may be tagged by a resource of its own, aws_autoscaling_group_tag: such groups have a lifecycle.
  when = cluster.autoscaler == "cluster-autoscaler" && group.lifecycle == null && length(lookup(group.marks, "tagged_group", [])) == 0 && group.scaling_config.min_size == 0 && coalesce(group.scaling_config.max_size, 1) > 0 && length(group.traits.neuron) > 0

  check {
    condition = anytrue([for key in keys_of(group.tags) : startswith(key, "k8s.io/cluster-autoscaler/node-template/resources/")])
    severity  = info
    at        = group.traits.neuron
    message   = "${group.name} may have no node, and nothing tells Cluster Autoscaler that its nodes have Neuron devices: pods that ask for them never make it grow"
    help      = "tag the group k8s.io/cluster-autoscaler/node-template/resources/aws.amazon.com/neuron with their number on a node"
  }

  why = <<-EOT
    Of a group that has no node Cluster Autoscaler makes up one from the first
    instance type: vCPU, memory and NVIDIA GPUs, and what tags of the group name
    beside these. Pods that ask for anything else, such as Neuron devices, do not
    fit on that, and wait for ever. Ephemeral storage needs a tag as well; whether
    pods ask for it cannot be seen here. Groups that Terraform makes are not judged:
    their tags may be given elsewhere, to the Auto Scaling group.
  EOT

  references = [
    "kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/aws_manager.go, managed_nodegroup_cache.go",
    "eksctl-io/eksctl issue 5514",
  ]
  forms = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          inference:
            capacity_type: ON_DEMAND
            instance_types: [⟦inf2.xlarge⟧]
            ami_type: AL2023_x86_64_NEURON
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: us-east-1}
        managedNodeGroups:
          - name: inference
            instanceTypes: [⟦inf2.xlarge⟧]
            minSize: 0
            maxSize: 5
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          inference:
            capacity_type: ON_DEMAND
            instance_types: [inf2.xlarge]
            ami_type: AL2023_x86_64_NEURON
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
            tags: {k8s.io/cluster-autoscaler/node-template/resources/aws.amazon.com/neuron: "1"}
          # The GPUs of a type are known to Cluster Autoscaler.
          training:
            capacity_type: ON_DEMAND
            instance_types: [g5.xlarge]
            ami_type: AL2023_x86_64_NVIDIA
            scaling_config: {min_size: 0, desired_size: 0, max_size: 5}
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: us-east-1}
        managedNodeGroups:
          - name: inference
            instanceTypes: [inf2.xlarge]
            minSize: 1
            maxSize: 5
      YAML
    }
  }
}

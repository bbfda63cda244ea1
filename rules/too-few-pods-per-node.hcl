rule "too-few-pods-per-node" {
  category = "scaling"
  scope    = group
  summary  = "a node has room for few pods beside those that run on every node"

  param "pods" {
    default = 8
    whole   = true
    meaning = "a node with no more pods than this is told"
  }

  when = group.pods != null && group.pods.min <= param.pods && !given(group.template.image_id) && length(lookup(group.marks, "own_max_pods", [])) == 0

  let = {
    small = [for type in group.types : type.name if type.max_pods <= param.pods]
  }

  check {
    condition = length(let.small) == 0
    severity  = warning
    at        = let.small
    message   = "a node of ${group.name} runs ${group.pods.min} pods at most, those of every node among them"
    help      = "take larger types than ${each_name(let.small)}, or turn on prefix delegation"
  }

  why = <<-EOT
    A node runs as many pods as its network interfaces have addresses: the smallest
    types have room for four, and the network plugin, kube-proxy and two agents fill
    it. Prefix delegation lifts the limit of Nitro types.
  EOT

  references = [
    "awslabs/amazon-eks-ami nodeadm/internal/kubelet/eni-max-pods.txt",
    "sighupio/furyctl issue 282",
  ]
  forms = ["nodegroups"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [⟦t3.micro⟧]
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
            instance_types: [t3.small]
      YAML
    }
  }
}

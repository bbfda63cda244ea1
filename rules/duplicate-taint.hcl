rule "duplicate-taint" {
  category  = "labels"
  scope     = group
  yields_to = ["taint-invalid"]
  summary   = "two taints of a group have one key and effect"

  when = given(group.taint)

  let = {
    # Terraform makes one of two that are the same in all.
    all    = contains(["nodegroups", "eksctl"], group.form) ? group.taint : distinct(group.taint)
    taints = [for taint in let.all : taint if taint.key != null && taint.effect != null]
    names  = [for taint in let.taints : "${taint.key}:${taint.effect}"]
    again  = [for index, taint in let.taints : taint.key if contains(slice(let.names, 0, index), let.names[index])]
  }

  check {
    condition = length(let.again) == 0
    severity  = error
    at        = let.again
    message   = "${group.name} has another taint of the key ${brief(let.again[0])} and the same effect"
    help      = "keep one of them"
  }

  why = <<-EOT
    A taint is known by its key and its effect: Kubernetes refuses a node that has two
    of the same, whatever their values.
  EOT

  references = ["kubernetes/kubernetes pkg/apis/core/validation/validation.go, ValidateNode"]
  forms      = ["nodegroups", "terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            taint: [{key: team, value: data, effect: NO_SCHEDULE}, {key: ⟦team⟧, value: web, effect: NO_SCHEDULE}]
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
            taint: [{key: team, value: data, effect: NO_SCHEDULE}, {key: team, value: data, effect: NO_EXECUTE}]
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          taint {
            key    = "team"
            value  = "data"
            effect = "NO_SCHEDULE"
          }
          taint {
            key    = "team"
            value  = "data"
            effect = "NO_SCHEDULE"
          }
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }
      HCL
    }
  }
}

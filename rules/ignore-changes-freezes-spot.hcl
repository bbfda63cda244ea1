rule "ignore-changes-freezes-spot" {
  category = "recreate"
  scope    = group
  summary  = "edits of what makes the group a Spot group are ignored"

  when = group.lifecycle != null
  let  = { frozen = [for path in group.lifecycle.ignore_changes : path if contains(["all", "capacity_type", "instance_types", "ami_type", "launch_template"], path)] }

  check {
    condition = length(let.frozen) == 0
    severity  = warning
    at        = let.frozen
    message   = "edits of ${each_name([for path in let.frozen : path == "all" ? "every attribute" : path])} of ${group.name} are ignored"
    help      = contains(let.frozen, "all") ? "name in ignore_changes what is to be ignored, such as scaling_config[0].desired_size, in place of all" : "take ${each_name(let.frozen)} out of ignore_changes"
  }

  why = <<-EOT
    What ignore_changes names keeps the value it has: an edit of the capacity type
    or of the instance types changes nothing, and no plan says so. Provider 3.19.0
    needed it for capacity_type on old clusters; since 3.20.0 it is a trap.
  EOT

  references = ["terraform-provider-aws issue 16547", "terraform-provider-aws CHANGELOG 3.20.0"]
  forms      = ["terraform"]

  example "bad" {
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
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 5
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size, ⟦capacity_type⟧]
          }
        }
      HCL
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

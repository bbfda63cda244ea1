rule "template-version-latest" {
  category  = "launch-template"
  scope     = group
  yields_to = ["template-id-and-name"]
  summary   = "every apply rolls the nodes when the launch template has moved"

  # A version that a resource computes is a number.
  let = {
    own    = lookup(group.marks, "latest_template", [])
    latest = given(group.launch_template.version) && try(contains(["$Latest", "$Default"], group.launch_template.version), false)
  }

  check {
    condition = !let.latest && length(let.own) == 0
    severity  = warning
    at        = first_set(let.own, place_of(group.launch_template.version), group.name)
    message   = "${group.name} takes the ${let.latest && group.launch_template.version == "$Default" ? "default" : "latest"} version of its launch template by name: every plan shows a difference"
    help      = "take latest_version or default_version of the aws_launch_template"
  }

  why = <<-EOT
    EKS keeps a number where $Latest or $Default was asked for, so every plan shows
    a difference, and an apply replaces every node once the template has moved.
    latest_version of the template's resource says the same and shows in the plan
    what will happen.
  EOT

  references = ["terraform-aws-modules/terraform-aws-eks issues 1446, 2087", "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"]
  forms      = ["terraform"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = ⟦"$Latest"⟧
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

  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_launch_template" "nodes" {
          name_prefix = "nodes-"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "SPOT"
          instance_types         = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
          launch_template {
            id      = aws_launch_template.nodes.id
            version = aws_launch_template.nodes.latest_version
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

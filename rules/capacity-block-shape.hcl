rule "capacity-block-shape" {
  category  = "capacity"
  scope     = group
  yields_to = ["types-in-template-and-group"]
  summary   = "a group on a Capacity Block says its type where it has no effect"

  when = group.capacity_type == "CAPACITY_BLOCK"

  check {
    condition = given(group.launch_template) || group.template != null
    severity  = error
    at        = group.capacity_type
    message   = "${group.name} is on a Capacity Block and has no launch template, where its type and its reservation are to stand"
    help      = "make a launch template with the instance type, the market type capacity-block and the id of the reservation"
  }

  check {
    condition = !given(group.launch_template) || !given(group.instance_types)
    severity  = error
    at        = group.instance_types
    message   = "${group.name} is on a Capacity Block and lists types, which belong in its launch template"
    help      = "move the one type of the reservation into the launch template"
  }

  check {
    condition = length(lookup(group.marks, "several_types", [])) == 0
    severity  = error
    at        = group.marks.several_types
    message   = "${group.name} is on a Capacity Block and lists several types, and a reservation is of one"
    help      = "keep the type of the reservation alone"
  }

  why = <<-EOT
    A Capacity Block is a reservation of one instance type. EKS reads the type, the
    market type capacity-block and the reservation from the launch template, and
    refuses types on the group.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide nodes/capacity-blocks-mng.adoc",
    "eksctl-io/eksctl pkg/cfn/builder/managed_nodegroup.go",
    "terraform-aws-modules/terraform-aws-eks modules/eks-managed-node-group/main.tf at v21.19.0",
  ]
  forms = ["nodegroups", "eksctl", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ⟦CAPACITY_BLOCK⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: CAPACITY_BLOCK
            instance_types: ⟦[p5.48xlarge]⟧
            launch_template: {id: lt-0a1, version: "3"}
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
          - name: workers
            instanceMarketOptions: {marketType: capacity-block}
            ⟦instanceTypes⟧: [p5.48xlarge, p5en.48xlarge]
      YAML
    }
  }

  # The module takes the first and leaves out the others.
  example "bad" {
    config = { region = "us-east-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source       = "terraform-aws-modules/eks/aws"
          version      = "20.37.2"
          cluster_name = "example"
          subnet_ids   = ["subnet-0a1"]
          eks_managed_node_groups = {
            workers = {
              capacity_type           = "CAPACITY_BLOCK"
              ⟦instance_types⟧          = ["p5.48xlarge", "p5en.48xlarge"]
              instance_market_options = { market_type = "capacity-block" }
            }
          }
        }
      HCL
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: CAPACITY_BLOCK
            launch_template: {id: lt-0a1, version: "3"}
      YAML
    }
  }
}

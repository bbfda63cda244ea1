rule "tag-reserved-prefix" {
  category = "labels"
  scope    = group
  summary  = "a tag begins with aws:, which is not for users"

  when = given(group.tags)

  let = {
    reserved = [for key in keys_of(group.tags) : key if startswith(lower(key), "aws:")]
  }

  check {
    condition = length(let.reserved) == 0
    severity  = error
    at        = [for key in let.reserved : group.tags[key]]
    message   = "the ${length(let.reserved) == 1 ? "tag" : "tags"} ${each_name(brief_names(let.reserved))} of ${group.name} ${length(let.reserved) == 1 ? "begins" : "begin"} with aws:, which AWS keeps for its own"
    help      = "take a name of your own, without that prefix"
  }

  why = <<-EOT
    AWS refuses tags of users that begin with aws:, in capital letters as well. The
    provider of Terraform leaves out those that do so in small letters: the tag is
    never set, and every plan wants to set it again.
  EOT

  references = [
    "awsdocs/amazon-eks-user-guide doc_source/eks-using-tags.md, Tag restrictions",
    "AWS CloudFormation AWS::EKS::Nodegroup, Tags",
    "terraform-provider-aws internal/tags/key_value_tags.go IgnoreAWS",
  ]
  forms = ["nodegroups", "eksctl", "terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            tags: {"aws:team": ⟦data⟧, team: data}
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
            tags: {"AWS:team": ⟦data⟧}
      YAML
    }
  }

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
          tags                   = { "aws:team" = ⟦"data"⟧ }
          scaling_config {
            desired_size = 3
            min_size     = 3
            max_size     = 6
          }
          lifecycle {
            create_before_destroy = true
            ignore_changes        = [scaling_config[0].desired_size]
          }
        }
      HCL
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "20.37.2"
          subnet_ids = ["subnet-0a1", "subnet-0b2"]
          eks_managed_node_groups = {
            workers = {
              capacity_type  = "SPOT"
              instance_types = ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"]
              tags           = { "aws:team" = ⟦"data"⟧ }
            }
          }
        }
      HCL
    }
  }

  # Only the prefix is reserved.
  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            tags: {team: data, "awsteam": data, "team/aws:x": data, "k8s.io/aws": data}
      YAML
    }
  }
}

rule "public-subnet-node-group" {
  category = "zones"
  scope    = group
  opt_in   = true
  summary  = "the nodes of a group lie in public subnets"

  check {
    condition = length(lookup(group.marks, "public_subnets", [])) == 0
    severity  = info
    at        = group.name
    message   = "the nodes of ${group.name} lie in public subnets, and each has a public address"
    help      = "set privateNetworking: true${group.subnet_ids == null ? "" : ", and name private subnets"}; what the nodes fetch from the internet goes through a NAT gateway then. eksctl changes no group that is there: add one, and remove this one"
  }
  check {
    condition = length(group.public_subnets) == 0
    severity  = info
    at        = group.subnet_ids
    message   = "nodes of ${group.name} lie in public subnets: ${each_name(brief_names(group.public_subnets))}"
    help      = "name private subnets; what the nodes fetch from the internet goes through a NAT gateway then. A change of subnets replaces the group: add one beside it, and remove this one"
  }

  why = <<-EOT
    A node in a public subnet has a public address, which costs money and can be
    reached wherever a security group allows it; without one it can join only through
    a private endpoint. A small cluster without a NAT gateway may be meant so: the
    rule is off unless asked for. eksctl puts the nodes of a group there unless
    privateNetworking is true. In Terraform a subnet is known for public by
    map_public_ip_on_launch, or as one of public_subnets of terraform-aws-modules/vpc;
    routes are not read.
  EOT

  references = [
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go",
    "awsdocs/amazon-eks-user-guide nodes/managed-node-groups.adoc",
    "terraform-aws-modules/terraform-aws-vpc main.tf at v6.6.0",
  ]
  forms = ["eksctl", "terraform", "terraform-aws-modules/eks"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        managedNodeGroups:
          - name: ⟦workers⟧
            instanceTypes: [m5.xlarge]
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
        vpc:
          subnets:
            public:
              eu-west-1a: {id: subnet-0a1}
              eu-west-1b: {id: subnet-0b1}
        managedNodeGroups:
          - name: ⟦workers⟧
            instanceTypes: [m5.xlarge]
            privateNetworking: false
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
            privateNetworking: true
          - name: named
            instanceTypes: [m5.xlarge]
            subnets: [subnet-0a1, subnet-0b1]
          - name: filled-in
            instanceTypes: [m5.xlarge]
            privateNetworking: $${PRIVATE}
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
        vpc:
          subnets:
            private:
              eu-west-1a: {id: subnet-0a1}
              eu-west-1b: {id: subnet-0b1}
        managedNodeGroups:
          - name: workers
            instanceTypes: [m5.xlarge]
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
        privateCluster: {enabled: true}
        managedNodeGroups:
          - name: workers
            instanceTypes: [m5.xlarge]
      YAML
    }
  }

  # What is launched in these subnets has a public address.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_subnet" "nodes" {
          for_each                = { a = "10.0.0.0/20", b = "10.0.16.0/20" }
          vpc_id                  = "vpc-0a1"
          cidr_block              = each.value
          availability_zone       = "eu-west-1$${each.key}"
          map_public_ip_on_launch = true
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ⟦[for subnet in aws_subnet.nodes : subnet.id]⟧
          capacity_type          = "ON_DEMAND"
          instance_types         = ["m5.xlarge"]
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

  # The module leads these to an internet gateway.
  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "vpc" {
          source          = "terraform-aws-modules/vpc/aws"
          version         = "~> 6.0"
          azs             = ["eu-west-1a", "eu-west-1b"]
          public_subnets  = ["10.0.0.0/24", "10.0.1.0/24"]
          private_subnets = ["10.0.16.0/20", "10.0.32.0/20"]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          ⟦subnet_ids⟧             = module.vpc.public_subnets
          capacity_type          = "ON_DEMAND"
          instance_types         = ["m5.xlarge"]
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

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "vpc" {
          source          = "terraform-aws-modules/vpc/aws"
          version         = "~> 6.0"
          azs             = ["eu-west-1a", "eu-west-1b"]
          public_subnets  = ["10.0.0.0/24", "10.0.1.0/24"]
          private_subnets = ["10.0.16.0/20", "10.0.32.0/20"]
        }

        module "eks" {
          source     = "terraform-aws-modules/eks/aws"
          version    = "~> 20.0"
          subnet_ids = module.vpc.private_subnets
          eks_managed_node_groups = {
            ⟦workers⟧ = {
              capacity_type  = "ON_DEMAND"
              instance_types = ["m5.xlarge"]
              subnet_ids     = module.vpc.public_subnets
            }
          }
        }
      HCL
    }
  }

  # Whether a route leads out of them is not read.
  example "good" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        resource "aws_subnet" "nodes" {
          for_each                = { a = "10.0.0.0/20", b = "10.0.16.0/20" }
          vpc_id                  = "vpc-0a1"
          cidr_block              = each.value
          availability_zone       = "eu-west-1$${each.key}"
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = [for subnet in aws_subnet.nodes : subnet.id]
          capacity_type          = "ON_DEMAND"
          instance_types         = ["m5.xlarge"]
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
        module "vpc" {
          source          = "terraform-aws-modules/vpc/aws"
          version         = "~> 6.0"
          azs             = ["eu-west-1a", "eu-west-1b"]
          public_subnets  = ["10.0.0.0/24", "10.0.1.0/24"]
          private_subnets = ["10.0.16.0/20", "10.0.32.0/20"]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = module.vpc.private_subnets
          capacity_type          = "ON_DEMAND"
          instance_types         = ["m5.xlarge"]
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
        module "vpc" {
          source          = "terraform-aws-modules/vpc/aws"
          version         = "~> 6.0"
          azs             = ["eu-west-1a", "eu-west-1b"]
          public_subnets  = ["10.0.0.0/24", "10.0.1.0/24"]
          private_subnets = ["10.0.16.0/20", "10.0.32.0/20"]
        }

        resource "aws_eks_node_group" "workers" {
          cluster_name           = "example"
          node_group_name_prefix = "workers-"
          node_role_arn          = "arn:aws:iam::111122223333:role/eks-node"
          subnet_ids             = ["subnet-0a1", "subnet-0b2"]
          capacity_type          = "ON_DEMAND"
          instance_types         = ["m5.xlarge"]
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

  # A list of the group's own names them.
  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        vpc:
          subnets:
            public:
              open-a: {id: subnet-0a1, az: eu-west-1a}
              open-b: {id: subnet-0b1, az: eu-west-1b}
            private:
              closed-a: {id: subnet-0a2, az: eu-west-1a}
              closed-b: {id: subnet-0b2, az: eu-west-1b}
        managedNodeGroups:
          - name: ⟦workers⟧
            instanceTypes: [m5.xlarge]
            subnets: [open-a, subnet-0b1]
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
        vpc:
          subnets:
            public:
              open-a: {id: subnet-0a1, az: eu-west-1a}
              open-b: {id: subnet-0b1, az: eu-west-1b}
            private:
              closed-a: {id: subnet-0a2, az: eu-west-1a}
              closed-b: {id: subnet-0b2, az: eu-west-1b}
        managedNodeGroups:
          - name: workers
            instanceTypes: [m5.xlarge]
            subnets: [closed-a, subnet-0b2]
      YAML
    }
  }
}

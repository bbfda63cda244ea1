# A group on Spot as it is often written. Try: mng-lint examples/terraform

variable "spot_types" {
  type    = list(string)
  default = ["m5.xlarge", "m5a.xlarge", "r5.large"]
}

resource "aws_subnet" "nodes" {
  count             = 2
  vpc_id            = "vpc-0a1b2c3d"
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
}

resource "aws_eks_node_group" "spot" {
  cluster_name    = "example"
  node_group_name = "spot"
  node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
  subnet_ids      = aws_subnet.nodes[*].id
  capacity_type   = "SPOT"
  instance_types  = var.spot_types

  scaling_config {
    min_size     = 1
    desired_size = 3
    max_size     = 10
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size, capacity_type]
  }
}

module "eks" {
  source     = "terraform-aws-modules/eks/aws"
  version    = "~> 20.0"
  subnet_ids = aws_subnet.nodes[*].id

  eks_managed_node_groups = {
    batch = {
      capacity_type  = "SPOT"
      instance_types = ["c5.xlarge"]
      disk_size      = 100
    }
  }
}

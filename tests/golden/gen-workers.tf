# EKS managed node group workers on Spot: 6 instance types of 4 vCPU and 16 GiB (arm64),
# 6 families by AWS: up to 18 Spot pools in the 3 zones of eu-west-1.
# Made by mng-gen 0.1.0 --vcpu 4 --mem 16 --arch arm64 --region eu-west-1 --exclude m6gd --count 6 --name workers
# from the instance types of 2026-08-02 and the Spot Advisor of 2026-02-13.

resource "aws_eks_node_group" "workers" {
  cluster_name           = var.workers_cluster_name
  node_group_name_prefix = "workers-"
  node_role_arn          = var.workers_node_role_arn
  subnet_ids             = var.workers_subnet_ids
  capacity_type          = "SPOT"

  # Equal in vCPU, memory and architecture, so that Cluster Autoscaler counts right; best for
  # diversity first. A change of this list, even of its order, replaces the group.
  instance_types = [
    "m8g.xlarge",
    "im4gn.xlarge",
    "m7g.xlarge",
    "m6g.xlarge",
    "m7gd.xlarge",
    "m8gb.xlarge",
  ]

  ami_type = "AL2023_ARM_64_STANDARD"

  scaling_config {
    desired_size = var.workers_scaling.desired_size
    max_size     = var.workers_scaling.max_size
    min_size     = var.workers_scaling.min_size
  }

  update_config {
    max_unavailable_percentage = 33
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}

# EKS managed node group spot-4vcpu-32gib on Spot: 20 instance types of 4 vCPU and 32 GiB (x86_64),
# 20 families by AMD, Intel: 20 Spot pools in each zone of its subnets.
# Made by mng-gen 0.1.0 --vcpu 4 --mem 32
# from the instance types of 2026-08-02 and the Spot Advisor of 2026-02-13.

variable "spot_4vcpu_32gib_cluster_name" {
  description = "Name of the EKS cluster that spot-4vcpu-32gib joins."
  type        = string

  validation {
    condition     = length(var.spot_4vcpu_32gib_cluster_name) > 0
    error_message = "The cluster's name is empty."
  }
}

variable "spot_4vcpu_32gib_node_role_arn" {
  description = "ARN of the IAM role of spot-4vcpu-32gib's nodes."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", var.spot_4vcpu_32gib_node_role_arn))
    error_message = "This is not the ARN of an IAM role (arn:aws:iam::111122223333:role/name)."
  }
}

variable "spot_4vcpu_32gib_subnet_ids" {
  description = "Subnets of spot-4vcpu-32gib, in as many zones as the cluster has: a Spot pool is an instance type in a zone."
  type        = set(string)

  validation {
    condition     = length(var.spot_4vcpu_32gib_subnet_ids) >= 2
    error_message = "Name subnets in at least two zones."
  }
}

variable "spot_4vcpu_32gib_scaling" {
  description = "Sizes of spot-4vcpu-32gib; an autoscaler owns desired_size once the group is there."
  type        = object({ min_size = number, desired_size = number, max_size = number })
  default     = { min_size = 0, desired_size = 1, max_size = 10 }

  validation {
    condition     = var.spot_4vcpu_32gib_scaling.min_size >= 0 && var.spot_4vcpu_32gib_scaling.min_size <= var.spot_4vcpu_32gib_scaling.desired_size && var.spot_4vcpu_32gib_scaling.desired_size <= var.spot_4vcpu_32gib_scaling.max_size && var.spot_4vcpu_32gib_scaling.max_size >= 1
    error_message = "Sizes must satisfy 0 <= min_size <= desired_size <= max_size, and max_size >= 1."
  }
}

resource "aws_eks_node_group" "spot_4vcpu_32gib" {
  cluster_name           = var.spot_4vcpu_32gib_cluster_name
  node_group_name_prefix = "spot-4vcpu-32gib-"
  node_role_arn          = var.spot_4vcpu_32gib_node_role_arn
  subnet_ids             = var.spot_4vcpu_32gib_subnet_ids
  capacity_type          = "SPOT"

  # Equal in vCPU, memory and architecture, so that Cluster Autoscaler counts right; best for
  # diversity first. A change of this list, even of its order, replaces the group.
  instance_types = [
    "i4i.xlarge",
    "i3en.xlarge",
    "r7i.xlarge",
    "r6i.xlarge",
    "r5.xlarge",
    "i7i.xlarge",
    "r5d.xlarge",
    "i7ie.xlarge",
    "r8i.xlarge",
    "r6id.xlarge",
    "r5a.xlarge",
    "r5n.xlarge",
    "z1d.xlarge",
    "r6a.xlarge",
    "r6idn.xlarge",
    "r5ad.xlarge",
    "r6in.xlarge",
    "r5b.xlarge",
    "r5dn.xlarge",
    "r8a.xlarge",
  ]

  ami_type = "AL2023_x86_64_STANDARD"

  scaling_config {
    desired_size = var.spot_4vcpu_32gib_scaling.desired_size
    max_size     = var.spot_4vcpu_32gib_scaling.max_size
    min_size     = var.spot_4vcpu_32gib_scaling.min_size
  }

  update_config {
    max_unavailable_percentage = 33
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}

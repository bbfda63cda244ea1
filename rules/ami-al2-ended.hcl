rule "ami-al2-ended" {
  category = "machine-image"
  scope    = group
  summary  = "the nodes run Amazon Linux 2, for which there are no new images"

  let = {
    ended   = group.ami == null ? null : try(group.ami.ended, null)
    version = first_set(group.version, cluster.kubernetes_version)
    refused = let.version != null && can(regex("^1[.][0-9]+$", let.version)) && tonumber(split(".", let.version)[1]) >= 33
    family  = lookup(group.marks, "ended_image", [])
  }

  check {
    condition = length(let.family) == 0 && let.ended == null
    severity  = let.refused ? error : warning
    at        = length(let.family) > 0 ? let.family : [group.ami_type]
    message   = "${group.name} runs Amazon Linux 2, ${let.refused ? "which EKS refuses for Kubernetes ${let.version}" : "which has had no new images since ${length(let.family) > 0 ? "November 2025" : let.ended}"}"
    help      = "make a group on Amazon Linux 2023 beside it, move the pods, then remove this one: a change of the image replaces the group"
  }

  why = <<-EOT
    EKS published the last images of Amazon Linux 2 in November 2025, and none for
    Kubernetes 1.33 and later: groups of those versions are refused. Amazon Linux
    2023 boots and names things differently: make a group beside the old one instead
    of changing its image.
  EOT

  references = [
    "awslabs/amazon-eks-ami README.md, issue 2545",
    "awsdocs/amazon-eks-user-guide issue 868",
    "scylladb/scylla-cluster-tests issue 12524",
  ]
  forms = ["nodegroups", "eksctl", "cloudposse/eks-node-group"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            ami_type: ⟦AL2_x86_64⟧
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        kubernetes_version: "1.33"
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m6g.xlarge]
            ami_type: ⟦AL2_ARM_64⟧
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
            ⟦amiFamily⟧: AmazonLinux2
      YAML
    }
  }

  # eksctl takes it in capitals or not.
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
            ⟦amiFamily⟧: amazonlinux2
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "main.tf" {
      text = <<-HCL
        module "workers" {
          source             = "cloudposse/eks-node-group/aws"
          version            = "3.4.0"
          cluster_name       = "example"
          subnet_ids         = ["subnet-0a1", "subnet-0b2"]
          desired_size       = 1
          min_size           = 1
          max_size           = 3
          capacity_type      = "ON_DEMAND"
          instance_types     = ["m5.xlarge"]
          kubernetes_version = ["1.33"]
          ami_type           = ⟦"AL2_x86_64"⟧
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
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            ami_type: AL2023_x86_64_STANDARD
      YAML
    }
  }
}

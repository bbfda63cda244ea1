rule "spot-default-instance-type" {
  category = "diversification"
  scope    = group
  summary  = "a Spot group names no instance type and falls to the default one"

  when = group.capacity_type == "SPOT" && !given(group.template.instance_type)

  let = { arm = group.ami == null ? false : group.ami.architecture == "arm64" }

  check {
    condition = given(group.instance_types) && length(group.instance_types) > 0
    at        = first_set(place_of(group.capacity_type), group.name)
    message   = "${group.name} is on SPOT and names no instance type, so all of it is ${each_name(group.instance_types == null || length(group.instance_types) == 0 ? [length(lookup(group.marks, "no_types", [])) > 0 ? "m5.large" : "t3.medium"] : group.instance_types)}"
    help      = "list instance types of equal vCPU and memory; mng-gen --vcpu 4 --mem 16${let.arm ? " --arch arm64" : ""} --format types names some"
  }

  why = <<-EOT
    A group that names no instance type has one all the same, the default of EKS or
    of eksctl. One type is one Spot pool a zone: when it runs dry every node of the
    group goes, and none comes back.
  EOT

  references = ["botocore eks/2017-11-01 CreateNodegroupRequest"]
  forms      = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ⟦SPOT⟧
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
            spot: ⟦true⟧
      YAML
    }
  }

  example "good" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            launch_template: {name: workers, version: "3"}
          others:
            capacity_type: SPOT
            instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
      YAML
    }
  }

  # Nor do the default types run the image.
  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ⟦SPOT⟧
            ami_type: AL2023_ARM_64_STANDARD
      YAML
    }
  }
}

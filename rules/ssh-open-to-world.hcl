rule "ssh-open-to-world" {
  category  = "access"
  scope     = group
  yields_to = ["remote-access-with-template", "module-input-ignored"]
  summary   = "port 22 of the nodes is opened to 0.0.0.0/0"

  let = {
    ssh = lookup(group.marks, "ssh", [])
  }

  # No groups are none, whether the list is empty or not there.
  check {
    condition = !given(group.remote_access.ec2_ssh_key) || given(group.remote_access.source_security_group_ids) && try(length(group.remote_access.source_security_group_ids) > 0, false)
    severity  = warning
    at        = first_set(place_of(group.remote_access.ec2_ssh_key), let.ssh, group.name)
    message   = "port 22 of the nodes of ${group.name} is opened to every address"
    help      = "name the security groups that may connect in ${length(let.ssh) > 0 ? "sourceSecurityGroupIds" : "source_security_group_ids"}, or use Session Manager, which needs no open port"
  }

  why = <<-EOT
    A key pair without source security groups opens port 22 of every node to every
    address; only the subnets keep the world out. An empty list of them is none.
  EOT

  references = [
    "terraform-provider-aws website/docs/r/eks_node_group.html.markdown",
    "botocore eks/2017-11-01 RemoteAccessConfig",
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/defaults.go",
  ]
  forms = ["nodegroups", "eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            remote_access: {ec2_ssh_key: ⟦admin⟧}
      YAML
    }
  }

  example "bad" {
    config = { region = "eu-west-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: ON_DEMAND
            instance_types: [m5.xlarge]
            remote_access: {ec2_ssh_key: ⟦admin⟧, source_security_group_ids: []}
      YAML
    }
  }

  # A key turns SSH on in eksctl.
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
            ssh: {publicKeyName: ⟦admin⟧}
          - name: others
            spot: true
            instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]
            ssh: {allow: false, publicKeyName: admin}
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
            ⟦ssh⟧: {allow: true}
      YAML
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
            remote_access: {ec2_ssh_key: admin, source_security_group_ids: [sg-0a1]}
      YAML
    }
  }
}

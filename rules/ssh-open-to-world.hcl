rule "ssh-open-to-world" {
  category  = "access"
  scope     = group
  yields_to = ["remote-access-with-template", "module-input-ignored"]
  summary   = "port 22 of the nodes is opened to 0.0.0.0/0"

  check {
    condition = !given(group.remote_access.ec2_ssh_key) || given(group.remote_access.source_security_group_ids)
    severity  = warning
    at        = group.remote_access.ec2_ssh_key
    message   = "port 22 of the nodes of ${group.name} is opened to every address"
    help      = "name the security groups that may connect in source_security_group_ids, or use Session Manager, which needs no open port"
  }

  why = <<-EOT
    A key pair without source security groups opens port 22 of every node to every
    address; only the subnets keep the world out.
  EOT

  references = [
    "terraform-provider-aws website/docs/r/eks_node_group.html.markdown",
    "botocore eks/2017-11-01 RemoteAccessConfig",
  ]
  forms = ["nodegroups"]

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

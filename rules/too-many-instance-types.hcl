rule "too-many-instance-types" {
  category   = "diversification"
  summary    = "more instance types than EKS takes"
  checked_by = vocabulary

  why = <<-EOT
    CreateNodegroup refuses a longer list. Terraform has no such check and finds
    out when it applies.
  EOT

  references = ["botocore eks/2017-11-01 CreateNodegroupRequest"]
  forms      = ["nodegroups"]

  example "bad" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: ⟦[m4.xlarge, m5.xlarge, m5a.xlarge, m5ad.xlarge, m5d.xlarge, m5dn.xlarge, m5n.xlarge, m5zn.xlarge, m6a.xlarge, m6i.xlarge, m6id.xlarge, m6idn.xlarge, m6in.xlarge, m7a.xlarge, m7i.xlarge, m8a.xlarge, m8i.xlarge, m8id.xlarge, m7i-flex.xlarge, m8i-flex.xlarge, t3.xlarge]⟧
      YAML
    }
  }

  example "good" {
    config = { region = "us-east-1" }
    file "nodegroups.yaml" {
      text = <<-YAML
        node_groups:
          workers:
            capacity_type: SPOT
            instance_types: [m4.xlarge, m5.xlarge, m5a.xlarge, m5ad.xlarge, m5d.xlarge, m5dn.xlarge, m5n.xlarge, m5zn.xlarge, m6a.xlarge, m6i.xlarge, m6id.xlarge, m6idn.xlarge, m6in.xlarge, m7a.xlarge, m7i.xlarge, m8a.xlarge, m8i.xlarge, m8id.xlarge, m7i-flex.xlarge, m8i-flex.xlarge]
      YAML
    }
  }
}

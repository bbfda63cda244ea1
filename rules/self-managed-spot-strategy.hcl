rule "self-managed-spot-strategy" {
  category = "spot"
  scope    = cluster
  summary  = "a self-managed Spot group takes the cheapest pools, has a price limit or replaces nothing before it goes"

  let = {
    spot    = [for one in cluster.self_managed : one if one.on_demand_percentage < 100]
    cheap   = [for one in let.spot : first_set(place_of(one.spot_strategy), one.name) if one.spot_strategy == "lowest-price"]
    bounded = [for one in let.spot : one.spot_max_price if one.spot_max_price != null]
    idle    = [for one in cluster.self_managed : one.name if one.on_demand_percentage >= 100 && (place_of(one.spot_strategy) != null || one.spot_max_price != null)]
    calm    = [for one in let.spot : first_set(place_of(one.capacity_rebalance), one.name) if !one.capacity_rebalance]
  }

  check {
    condition = length(let.cheap) == 0
    severity  = warning
    at        = let.cheap
    message   = "a self-managed Spot group takes the cheapest pools (lowest-price), which are interrupted most"
    help      = "set the strategy price-capacity-optimized, or make it a managed node group"
  }

  check {
    condition = length(let.bounded) == 0
    severity  = warning
    at        = let.bounded
    message   = "a self-managed Spot group has a price limit, and is interrupted when the price passes it"
    help      = "leave the limit out: Spot never costs more than On-Demand"
  }

  check {
    condition = length(let.calm) == 0
    severity  = info
    at        = let.calm
    message   = "a self-managed Spot group does not replace instances at risk"
    help      = "turn capacity rebalance on, or make it a managed node group"
  }

  check {
    condition = length(let.idle) == 0
    severity  = warning
    at        = let.idle
    message   = "a self-managed group says how Spot is taken, and all of it is On-Demand: onDemandPercentageAboveBaseCapacity is 100 unless it is said"
    help      = "set the percentage to 0, or leave out what is about Spot"
  }

  why = <<-EOT
    Of a group of Auto Scaling the strategy is yours to choose, and where it is not
    chosen it is lowest-price: the pools that are interrupted most. Without capacity
    rebalance an instance at risk is not replaced before it goes, which a handler of
    interruptions makes up for in part, and a price limit interrupts as soon as the
    price moves. Managed node groups do all of it right by themselves.
  EOT

  references = [
    "botocore autoscaling/2011-01-01 InstancesDistribution",
    "awsdocs/amazon-ec2-auto-scaling-user-guide ec2-auto-scaling-capacity-rebalancing.md",
    "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go",
  ]
  forms = ["eksctl"]

  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        nodeGroups:
          - name: ⟦workers⟧
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              capacityRebalance: true
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
        nodeGroups:
          - name: workers
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: ⟦lowest-price⟧
              capacityRebalance: true
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
        nodeGroups:
          - name: workers
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: price-capacity-optimized
              capacityRebalance: true
              maxPrice: ⟦0.05⟧
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
        nodeGroups:
          - name: ⟦workers⟧
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: price-capacity-optimized
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
        nodeGroups:
          - name: ⟦workers⟧
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              spotAllocationStrategy: price-capacity-optimized
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
        nodeGroups:
          - name: workers
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: price-capacity-optimized
              capacityRebalance: true
      YAML
    }
  }
}

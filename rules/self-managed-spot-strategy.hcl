rule "self-managed-spot-strategy" {
  category = "spot"
  scope    = cluster
  summary  = "a self-managed Spot group takes the cheapest pools, has a price limit or replaces nothing before it goes"

  let = {
    spot    = [for one in cluster.self_managed : one if one.on_demand_percentage < 100]
    cheap   = [for one in let.spot : one if one.spot_strategy == "lowest-price"]
    bounded = [for one in let.spot : one if one.spot_max_price != null]
    calm    = [for one in let.spot : one if !one.capacity_rebalance]
    none    = [for one in cluster.self_managed : one if one.on_demand_percentage >= 100 && place_of(one.on_demand_percentage) == null]
    idle    = [for one in let.none : one if place_of(one.spot_strategy) != null || one.spot_max_price != null]
    silent  = [for one in let.none : one if place_of(one.spot_strategy) == null && one.spot_max_price == null]
    faults = [for fault in [
      { of = let.cheap, place = [for one in let.cheap : first_set(place_of(one.spot_strategy), one.name)], says = "lowest-price, the pools that are interrupted most", cure = "set the strategy price-capacity-optimized" },
      { of = let.bounded, place = let.bounded[*].spot_max_price, says = "a price limit, which interrupts them when the price passes it", cure = "leave the limit out: Spot never costs more than On-Demand" },
      { of = let.idle, place = let.idle[*].name, says = "settings of Spot, and are On-Demand all the same: onDemandPercentageAboveBaseCapacity is 100 unless it is said", cure = "set the percentage to 0, or leave out what is about Spot" },
      { of = let.calm, place = [for one in let.calm : first_set(place_of(one.capacity_rebalance), one.name)], says = "no capacity rebalance, so that an instance at risk goes before there is another", cure = "turn capacity rebalance on" },
      { of = let.silent, place = let.silent[*].name, says = "types to choose from and no Spot: onDemandPercentageAboveBaseCapacity is 100 unless it is said", cure = "set the percentage to 0 where Spot is meant" },
    ] : fault if length(fault.of) > 0]
  }

  check {
    condition = length(let.faults) == 0
    severity  = length(concat(let.cheap, let.bounded, let.idle)) > 0 ? warning : info
    at        = concat(let.faults[*].place...)
    message   = "self-managed groups have ${join("; ", [for fault in let.faults : "${fault.says} (${each_name(brief_names(fault.of[*].name))})"])}"
    help      = "${join("; ", let.faults[*].cure)}; or make managed node groups of them"
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

  # Each group is told, whatever another has.
  example "bad" {
    config = { region = "eu-west-1" }
    file "cluster.yaml" {
      text = <<-YAML
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: example, region: eu-west-1}
        nodeGroups:
          - name: cheap
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: ⟦lowest-price⟧
              capacityRebalance: true
          - name: bounded
            instancesDistribution:
              instanceTypes: [m5.xlarge, m5a.xlarge, m6i.xlarge]
              onDemandPercentageAboveBaseCapacity: 0
              spotAllocationStrategy: price-capacity-optimized
              capacityRebalance: true
              maxPrice: 0.05
      YAML
    }
  }

  # No Spot at all.
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
              onDemandPercentageAboveBaseCapacity: 100
              spotAllocationStrategy: capacity-optimized
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

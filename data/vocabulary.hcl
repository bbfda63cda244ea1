# What a node group is: one entity a block, one attribute or derived fact a
# nested block. Names are those of the Terraform resource aws_eks_node_group.
#
#   type       string, number, integer, bool, list(string), set(string), map(string),
#              block, set(block), list(block), object, list
#   one_of     the values there are
#   least/most bounds of a number, or of a string's or list's length
#   advised    members that a list on Spot should have at least
#   default    what AWS does where the attribute is absent
#   absent     what it may be where it is absent, where AWS has no one default
#   on_change  replace, rolling, in_place or none: what an apply does to the nodes
#   computed   removing it from the configuration is no change
#   grows      AWS adds to one_of, so that what is none of it is a warning
#   characters what a string is made of, as ranges and characters; begins: its first
#   rule       the rule that a value breaks that is none of these or out of bounds,
#              where it is not invalid-value
#   since      the first version of the AWS provider that has it
#   facts      what is known of each value, or of all
#   generated  what mng-gen writes where nobody says otherwise

entity "cluster" {
  meaning = "the cluster that the groups of one document or root module join"

  attribute "name" {
    type    = string
    meaning = "name of the EKS cluster"
    source  = "docs.aws.amazon.com/eks CreateCluster"
  }
  attribute "region" {
    type    = string
    meaning = "AWS region; what is offered differs by region"
    source  = "docs.aws.amazon.com/eks CreateCluster"
  }
  attribute "kubernetes_version" {
    type    = string
    meaning = "Kubernetes version of the control plane, such as 1.33"
    source  = "docs.aws.amazon.com/eks CreateCluster"
  }
  attribute "autoscaler" {
    type    = string
    one_of  = ["cluster-autoscaler", "karpenter", "none"]
    default = "cluster-autoscaler"
    meaning = "what scales the groups; rules about equal shapes hold for Cluster Autoscaler"
    source  = "github.com/kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/README.md"
  }
  attribute "subnets" {
    type    = map(string)
    meaning = "the zone, by name or id, of each subnet"
    source  = "docs.aws.amazon.com/eks CreateNodegroup"
  }

  # For rules of scope cluster alone: what the groups of one cluster are together.
  derived "groups" {
    type    = list
    meaning = "its groups: name, capacity_type, bare (neither labels nor taints of its own)"
  }
  derived "form" {
    type    = string
    meaning = "what the first of its groups is written in: nodegroups, eksctl, terraform, or a module's form"
  }
  derived "certain" {
    type    = bool
    meaning = "whether its groups are all there and surely join one cluster, as its name is known or there is one alone"
  }
  derived "made_here" {
    type    = bool
    meaning = "whether the cluster itself is made beside its groups, so that they are likely all it has"
  }
  derived "not_checked" {
    type    = list
    meaning = "what was recognised and not checked, in words: groups of another kind, groups that are not known"
  }
  derived "other_capacity" {
    type    = list
    meaning = "what else pods may run on, in words: Fargate, Auto Mode"
  }
  derived "addons" {
    type    = list
    meaning = "names of what is installed into the cluster, such as a chart's"
  }
  derived "self_managed" {
    type    = list
    meaning = "groups of Auto Scaling that are not managed by EKS, with the attributes of entity self_managed"
  }
  derived "repeated_names" {
    type    = list
    meaning = "names of groups after the first that has the same"
  }
  derived "stranded" {
    type    = list
    meaning = "Spot groups whose pods no On-Demand group could take: each has another architecture, or a taint that the Spot group has not"
  }
  derived "zone_sets" {
    type    = list
    meaning = "sets of groups of one shape and capacity type that lie in one zone each: groups (names), labels (keys that not all of them have alike), types_differ"
  }
}

entity "addon" {
  meaning = "what is installed into the cluster"

  attribute "name" {
    type    = string
    meaning = "its name, such as that of a Helm chart"
    source  = "registry.terraform.io/providers/hashicorp/helm resources/release"
  }
}

entity "autoscaling_tag" {
  meaning = "a tag that is set on an Auto Scaling group that a group has"
  doubt   = true # what may be there counts as there: it keeps advice quiet

  attribute "key" {
    type    = string
    meaning = "key of the tag"
    source  = "registry.terraform.io/providers/hashicorp/aws resources/autoscaling_group_tag"
  }
}

entity "control_plane" {
  meaning = "the cluster itself, where it is made beside its groups"

  attribute "name" {
    type    = string
    meaning = "name of the cluster"
    source  = "docs.aws.amazon.com/eks CreateCluster"
  }
}

entity "other_capacity" {
  meaning = "what pods may run on beside groups of nodes"
  doubt   = true # what may be there counts as there: it keeps advice quiet

  attribute "kind" {
    type    = string
    meaning = "what it is, in words"
    source  = "docs.aws.amazon.com/eks eks-compute"
  }
}

entity "self_managed" {
  meaning = "a group of Auto Scaling that EKS does not manage, with instances of several types"

  attribute "name" {
    type    = string
    meaning = "what it is called"
    source  = "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go"
  }
  attribute "on_demand_base" {
    type    = integer
    default = 0
    meaning = "instances that are On-Demand whatever comes"
    source  = "botocore autoscaling/2011-01-01 InstancesDistribution"
  }
  attribute "on_demand_percentage" {
    type    = integer
    default = 100
    meaning = "what part of the others is On-Demand"
    source  = "botocore autoscaling/2011-01-01 InstancesDistribution"
  }
  attribute "spot_strategy" {
    type    = string
    default = "lowest-price"
    meaning = "how Spot pools are chosen"
    source  = "botocore autoscaling/2011-01-01 InstancesDistribution"
  }
  attribute "spot_max_price" {
    type    = string
    meaning = "the most that is paid for an hour of Spot"
    source  = "botocore autoscaling/2011-01-01 InstancesDistribution"
  }
  attribute "capacity_rebalance" {
    type    = bool
    default = false
    meaning = "whether an instance at risk is replaced before it goes"
    source  = "botocore autoscaling/2011-01-01 CreateAutoScalingGroupType"
  }
}

entity "template" {
  meaning = "the launch template that a group's nodes are made from"

  attribute "name" {
    type    = string
    meaning = "name of the template"
    source  = "docs.aws.amazon.com/AWSEC2 CreateLaunchTemplate"
  }
  attribute "instance_type" {
    type    = string
    meaning = "the one instance type it asks for; a group's own types stand on the group"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "image_id" {
    type    = string
    meaning = "the machine image; where given, the group has no ami_type, version or release_version"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "market_type" {
    type    = string
    meaning = "spot where it asks for Spot itself, which EKS refuses"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "instance_profile" {
    type    = string
    meaning = "IAM instance profile, which EKS refuses"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "subnet_id" {
    type    = string
    meaning = "subnet of a network interface, which EKS refuses"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "hibernation" {
    type    = bool
    meaning = "hibernation, which EKS refuses"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "security_groups" {
    type    = list(string)
    meaning = "security groups of the nodes; where it has any, EKS adds none"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
  attribute "one_zone" {
    type    = string
    meaning = "what binds its nodes to one zone: a placement group, a reservation of capacity, EFA"
    source  = "docs.aws.amazon.com/AWSEC2 placement-groups, capacity-reservations"
  }
  attribute "shutdown_behavior" {
    type    = string
    meaning = "what a shutdown does, which EKS refuses"
    source  = "docs.aws.amazon.com/eks launch-templates"
  }
}

entity "subnet" {
  meaning = "a subnet that groups name"

  attribute "zone" {
    type    = string
    meaning = "its zone, by name or id"
    source  = "docs.aws.amazon.com/AWSEC2 CreateSubnet"
  }
  attribute "public" {
    type    = bool
    meaning = "whether it is surely public: it gives what is launched in it a public address, or is made to lead to the internet"
    source  = "docs.aws.amazon.com/AWSEC2 ModifySubnetAttribute"
  }
}

entity "group" {
  meaning = "one EKS managed node group"

  attribute "cluster_name" {
    type      = string
    required  = true
    least     = 1
    most      = 100
    on_change = replace
    # Here and in what follows, `pattern`: what values are like; `example`, and `stem`: how one begins; `references`:
    # the attributes of resources and data sources that have such a value.
    facts   = { references = { aws_eks_cluster = ["name", "id"] } }
    meaning = "name of the cluster the group joins"
    source  = "terraform-provider-aws internal/service/eks/node_group.go, cluster.go"
  }
  attribute "node_group_name" {
    type       = string
    most       = 63
    characters = "A-Z a-z 0-9 - _"
    begins     = "A-Z a-z 0-9"
    rule       = "name-too-long"
    on_change  = replace
    computed   = true
    absent     = []
    meaning    = "name of the group; generated where neither it nor a prefix is given"
    source     = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "node_group_name_prefix" {
    type       = string
    most       = 37
    characters = "A-Z a-z 0-9 - _"
    begins     = "A-Z a-z 0-9"
    rule       = "name-too-long"
    on_change  = replace
    computed   = true
    absent     = []
    meaning    = "beginning of a generated name: a replacement can stand beside the group it replaces"
    source     = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "node_role_arn" {
    type      = string
    required  = true
    least     = 1
    on_change = replace
    facts = {
      pattern    = "^arn:aws[a-z-]*:iam::[0-9]{12}:role/."
      stem       = "arn:aws:iam::111122223333:role/"
      references = { aws_iam_role = ["arn"] }
    }
    meaning = "IAM role of the nodes"
    source  = "terraform-provider-aws internal/service/eks/node_group.go; docs.aws.amazon.com/IAM reference_identifiers"
  }
  attribute "subnet_ids" {
    type      = set(string)
    required  = true
    least     = 1
    on_change = replace
    facts = {
      pattern    = "^subnet-[0-9a-f]+$"
      example    = "subnet-0a1b2c3d4e5f60718"
      references = { aws_subnet = ["id"], aws_subnets = ["ids"] }
    }
    meaning = "subnets of the nodes; their zones times the instance types are the Spot pools"
    source  = "terraform-provider-aws internal/service/eks/node_group.go; website/docs/r/subnet.html.markdown, d/subnets.html.markdown; docs.aws.amazon.com/AWSEC2 resource-ids"
  }
  attribute "region" {
    type      = string
    on_change = replace
    computed  = true
    since     = "6.0.0"
    meaning   = "region of the group, where it is not the provider's"
    source    = "terraform-provider-aws website/docs/guides/enhanced-region-support.html.markdown"
  }
  attribute "capacity_type" {
    type      = string
    one_of    = ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]
    default   = "ON_DEMAND"
    generated = "SPOT"
    # `interruptible`: AWS may take its nodes; `steady`: they stay, and are to be had without a reservation.
    facts = {
      SPOT      = { interruptible = true }
      ON_DEMAND = { steady = true }
    }
    rule      = "capacity-type-invalid"
    on_change = replace
    computed  = true
    since     = "3.19.0"
    meaning   = "how the nodes are paid for"
    source    = "botocore eks/2017-11-01 CapacityTypes; terraform-provider-aws CHANGELOG 3.19.0"
  }
  # `pod_limits`: pods that a node may run, whatever its interfaces have addresses for;
  # the first that holds.
  attribute "instance_types" {
    type      = list(string)
    advised   = 5
    most      = 20
    rule      = "too-many-instance-types"
    default   = ["t3.medium"]
    facts     = { pod_limits = [{ vcpu_below = 30, pods = 110 }, { pods = 250 }] }
    on_change = replace
    computed  = true
    meaning   = "the instance types the group may use, several from provider 3.19.0 on; replaced also when only their order changes"
    source    = "botocore eks/2017-11-01 CreateNodegroupRequest; terraform-provider-aws pull request 21404; awsdocs/amazon-eks-user-guide nodes/create-managed-node-group.adoc"
  }
  attribute "ami_type" {
    type      = string
    grows     = true
    rule      = "ami-type-invalid"
    on_change = replace
    computed  = true
    absent    = ["AL2_x86_64", "AL2023_x86_64_STANDARD", "CUSTOM"]
    one_of = [
      "AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM",
      "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_x86_64",
      "BOTTLEROCKET_ARM_64_FIPS", "BOTTLEROCKET_x86_64_FIPS",
      "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA",
      "BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
      "WINDOWS_CORE_2019_x86_64", "WINDOWS_FULL_2019_x86_64",
      "WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2022_x86_64",
      "WINDOWS_CORE_2025_x86_64", "WINDOWS_FULL_2025_x86_64",
      "AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD",
      "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA",
    ]
    # `standard`: what the generator asks for, for accelerators and for none; `accelerators`: what it has
    # drivers for, where that is told (Bottlerocket's plain image is the one for
    # Neuron as well), of GPUs those of `gpu_makers`; `accelerated`: it is made for
    # them; `ended`: since when there are no new ones; `unfit`: families it does not
    # run on. CUSTOM says nothing of itself.
    facts = {
      AL2_x86_64                      = { architecture = "x86_64", accelerators = [], ended = "November 2025" }
      AL2_x86_64_GPU                  = { architecture = "x86_64", accelerators = ["gpu", "neuron"], gpu_makers = ["NVIDIA"], ended = "November 2025", accelerated = true }
      AL2_ARM_64                      = { architecture = "arm64", accelerators = [], ended = "November 2025" }
      BOTTLEROCKET_ARM_64             = { architecture = "arm64", accelerators = ["neuron"] }
      BOTTLEROCKET_x86_64             = { architecture = "x86_64", accelerators = ["neuron"] }
      BOTTLEROCKET_ARM_64_FIPS        = { architecture = "arm64", accelerators = ["neuron"] }
      BOTTLEROCKET_x86_64_FIPS        = { architecture = "x86_64", accelerators = ["neuron"] }
      BOTTLEROCKET_ARM_64_NVIDIA      = { architecture = "arm64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true }
      BOTTLEROCKET_x86_64_NVIDIA      = { architecture = "x86_64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true }
      BOTTLEROCKET_ARM_64_NVIDIA_FIPS = { architecture = "arm64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true }
      BOTTLEROCKET_x86_64_NVIDIA_FIPS = { architecture = "x86_64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true }
      WINDOWS_CORE_2019_x86_64        = { architecture = "x86_64" }
      WINDOWS_FULL_2019_x86_64        = { architecture = "x86_64" }
      WINDOWS_CORE_2022_x86_64        = { architecture = "x86_64" }
      WINDOWS_FULL_2022_x86_64        = { architecture = "x86_64" }
      WINDOWS_CORE_2025_x86_64        = { architecture = "x86_64" }
      WINDOWS_FULL_2025_x86_64        = { architecture = "x86_64" }
      AL2023_x86_64_STANDARD          = { architecture = "x86_64", accelerators = [], standard = true }
      AL2023_ARM_64_STANDARD          = { architecture = "arm64", accelerators = [], standard = true, unfit = ["a1"] }
      AL2023_x86_64_NEURON            = { architecture = "x86_64", accelerators = ["neuron"], accelerated = true, standard = true }
      AL2023_x86_64_NVIDIA            = { architecture = "x86_64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true, standard = true }
      AL2023_ARM_64_NVIDIA            = { architecture = "arm64", accelerators = ["gpu"], gpu_makers = ["NVIDIA"], accelerated = true, standard = true, unfit = ["a1"] }
    }
    meaning = "the machine image; where absent EKS takes the x86_64 one, whatever the instance types are"
    source  = "botocore eks/2017-11-01 AMITypes; awsdocs/amazon-eks-user-guide ml/ml-eks-optimized-ami.adoc"
  }
  attribute "scaling_config" {
    type      = block
    required  = true
    generated = { desired_size = 1, max_size = 10, min_size = 0 }
    on_change = in_place
    meaning   = "how many nodes"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "desired_size" {
      type      = integer
      required  = true
      least     = 0
      rule      = "scaling-bounds"
      on_change = in_place
      meaning   = "nodes at creation; an autoscaler owns it from then on"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "max_size" {
      type      = integer
      required  = true
      least     = 1
      rule      = "scaling-bounds"
      on_change = in_place
      meaning   = "most nodes; updates and rebalancing may exceed it for a while"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "min_size" {
      type      = integer
      required  = true
      least     = 0
      rule      = "scaling-bounds"
      on_change = in_place
      meaning   = "fewest nodes"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
  }
  attribute "update_config" {
    type      = block
    generated = { max_unavailable_percentage = 33 }
    on_change = in_place
    computed  = true
    since     = "3.56.0"
    meaning   = "how many nodes an update takes at once; one where absent"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "max_unavailable" {
      type      = integer
      least     = 1
      most      = 100
      on_change = in_place
      meaning   = "nodes at once; not together with the percentage"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "max_unavailable_percentage" {
      type      = integer
      least     = 1
      most      = 100
      on_change = in_place
      meaning   = "nodes at once, in percent"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "update_strategy" {
      type      = string
      one_of    = ["DEFAULT", "MINIMAL"]
      default   = "DEFAULT"
      on_change = in_place
      since     = "6.28.0"
      meaning   = "launch first, or end nodes first"
      source    = "botocore eks/2017-11-01 NodegroupUpdateStrategies"
    }
  }
  attribute "labels" {
    type      = map(string)
    on_change = in_place
    meaning   = "Kubernetes labels of the nodes"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "taint" {
    type      = set(block)
    most      = 50
    rule      = "taint-invalid"
    on_change = in_place
    since     = "3.43.0"
    meaning   = "Kubernetes taints of the nodes"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "key" {
      type       = string
      required   = true
      least      = 1
      most       = 63
      characters = "A-Z a-z 0-9 - _ . /"
      begins     = "A-Z a-z 0-9"
      rule       = "taint-invalid"
      on_change  = in_place
      meaning    = "key of the taint"
      source     = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "value" {
      type       = string
      most       = 63
      characters = "A-Z a-z 0-9 - _ ."
      begins     = "A-Z a-z 0-9"
      rule       = "taint-invalid"
      on_change  = in_place
      meaning    = "value of the taint"
      source     = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    # `soft`: it keeps no pod off for good.
    attribute "effect" {
      type      = string
      required  = true
      rule      = "taint-invalid"
      one_of    = ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]
      facts     = { PREFER_NO_SCHEDULE = { soft = true } }
      on_change = in_place
      meaning   = "what becomes of pods that do not tolerate it"
      source    = "botocore eks/2017-11-01 TaintEffect"
    }
  }
  attribute "launch_template" {
    type      = block
    on_change = in_place
    meaning   = "the launch template the nodes are made from; its members say what a change does"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "id" {
      type      = string
      on_change = replace
      computed  = true
      meaning   = "id of the template; not together with its name"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "name" {
      type      = string
      on_change = replace
      computed  = true
      meaning   = "name of the template"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "version" {
      type      = string
      required  = true
      least     = 1
      most      = 255
      literals  = ["$Latest", "$Default"]
      on_change = rolling
      meaning   = "version of the template; a new one replaces every node in turn"
      source    = "terraform-provider-aws internal/service/eks/node_group.go; EC2 API LaunchTemplateSpecification"
    }
  }
  attribute "disk_size" {
    type      = integer
    on_change = replace
    computed  = true
    absent    = [20, 50]
    meaning   = "GiB of the root disk; 20 on Linux and 50 on Windows where absent"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "remote_access" {
    type      = block
    on_change = replace
    meaning   = "SSH to the nodes; not together with a launch template"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "ec2_ssh_key" {
      type      = string
      on_change = replace
      meaning   = "key pair; without source groups the port is open to the world"
      source    = "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"
    }
    attribute "source_security_group_ids" {
      type      = set(string)
      on_change = replace
      meaning   = "security groups that may connect"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
  }
  attribute "node_repair_config" {
    type      = block
    on_change = in_place
    computed  = true
    since     = "5.83.0"
    meaning   = "node auto repair"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"

    attribute "enabled" {
      type      = bool
      default   = false
      on_change = in_place
      meaning   = "whether unhealthy nodes are repaired"
      source    = "terraform-provider-aws internal/service/eks/node_group.go"
    }
    attribute "max_unhealthy_node_threshold_count" {
      type      = integer
      on_change = in_place
      since     = "6.20.0"
      meaning   = "repair stops above this many unhealthy nodes; not together with the percentage"
      source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
    }
    attribute "max_unhealthy_node_threshold_percentage" {
      type      = integer
      on_change = in_place
      since     = "6.20.0"
      meaning   = "repair stops above this share of unhealthy nodes"
      source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
    }
    attribute "max_parallel_nodes_repaired_count" {
      type      = integer
      on_change = in_place
      since     = "6.20.0"
      meaning   = "nodes repaired at once; not together with the percentage"
      source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
    }
    attribute "max_parallel_nodes_repaired_percentage" {
      type      = integer
      on_change = in_place
      since     = "6.20.0"
      meaning   = "nodes repaired at once, in percent"
      source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
    }
    attribute "node_repair_config_overrides" {
      type      = list(block)
      on_change = in_place
      since     = "6.20.0"
      meaning   = "what to do about one condition"
      source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"

      attribute "min_repair_wait_time_mins" {
        type      = integer
        required  = true
        on_change = in_place
        meaning   = "minutes to wait before a repair"
        source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
      }
      attribute "node_monitoring_condition" {
        type      = string
        required  = true
        on_change = in_place
        meaning   = "the condition it is about"
        source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
      }
      attribute "node_unhealthy_reason" {
        type      = string
        required  = true
        on_change = in_place
        meaning   = "the reason it is about"
        source    = "npm @cdktf/provider-aws 21.22.1 lib/eks-node-group"
      }
      attribute "repair_action" {
        type      = string
        required  = true
        one_of    = ["Replace", "Reboot", "NoAction"]
        on_change = in_place
        meaning   = "what is done"
        source    = "botocore eks/2017-11-01 RepairAction"
      }
    }
  }
  attribute "warm_pool_config" {
    type      = block
    on_change = in_place
    since     = "6.56.0" # at the earliest: 6.55.0 has it not
    meaning   = "nodes kept ready beside the group"
    source    = "npm @pulumi/aws 7.48.0 types/input.d.ts; botocore eks/2017-11-01 WarmPoolConfig"

    attribute "enabled" {
      type      = bool
      on_change = in_place
      meaning   = "whether there is a warm pool"
      source    = "botocore eks/2017-11-01 WarmPoolConfig"
    }
    attribute "min_size" {
      type      = integer
      least     = 0
      on_change = in_place
      meaning   = "fewest nodes in the pool"
      source    = "botocore eks/2017-11-01 WarmPoolConfig"
    }
    attribute "max_group_prepared_capacity" {
      type      = integer
      least     = -1
      on_change = in_place
      meaning   = "most nodes of group and pool together; -1 is the group's maximum"
      source    = "npm @pulumi/aws 7.48.0 types/input.d.ts"
    }
    attribute "pool_state" {
      type      = string
      one_of    = ["STOPPED", "RUNNING", "HIBERNATED"]
      on_change = in_place
      meaning   = "what the nodes in the pool do"
      source    = "botocore eks/2017-11-01 WarmPoolConfig"
    }
    attribute "reuse_on_scale_in" {
      type      = bool
      on_change = in_place
      meaning   = "whether nodes return to the pool"
      source    = "botocore eks/2017-11-01 WarmPoolConfig"
    }
  }
  attribute "release_version" {
    type      = string
    on_change = rolling
    computed  = true
    meaning   = "AMI release; a new one replaces every node in turn"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "version" {
    type      = string
    on_change = rolling
    computed  = true
    meaning   = "Kubernetes version of the nodes"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "force_update_version" {
    type      = bool
    default   = false
    on_change = none
    meaning   = "whether an update ends pods that cannot be evicted"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "tags" {
    type      = map(string)
    on_change = in_place
    meaning   = "AWS tags of the group; they do not reach its nodes"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "tags_all" {
    type      = map(string)
    on_change = in_place
    computed  = true
    meaning   = "tags with the provider's default tags"
    source    = "terraform-provider-aws internal/service/eks/node_group.go"
  }
  attribute "timeouts" {
    type      = block
    on_change = none
    meaning   = "how long Terraform waits"
    source    = "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"

    attribute "create" {
      type      = string
      default   = "60m"
      on_change = none
      meaning   = "for the group to be there"
      source    = "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"
    }
    attribute "update" {
      type      = string
      default   = "60m"
      on_change = none
      meaning   = "for an update, separately for configuration and version"
      source    = "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"
    }
    attribute "delete" {
      type      = string
      default   = "60m"
      on_change = none
      meaning   = "for the group to be gone"
      source    = "terraform-provider-aws website/docs/r/eks_node_group.html.markdown"
    }
  }

  derived "name" {
    type    = string
    meaning = "what the group is called: its name, else its prefix, else its key in the document"
  }
  derived "form" {
    type    = string
    meaning = "what it is written in: nodegroups, eksctl, terraform, or a module's form"
  }
  derived "siblings" {
    type    = object
    meaning = "names of the other groups of the document by capacity type, the first five of each; a group whose capacity type is not known leaves it open"
  }
  derived "types" {
    type    = list
    meaning = "what the catalogue says of each listed type it knows, once: name, vcpu, memory (GiB), architecture, gpus, gpu_maker (null without GPUs), max_pods, price (On-Demand an hour in the currency of the region, null where it is not known), shape in words"
  }
  derived "type_count" {
    type    = number
    meaning = "how many different types it lists that the catalogue knows"
  }
  derived "types_known" {
    type    = bool
    meaning = "whether the catalogue knows every type it lists; unknown where the list may have more"
  }
  derived "shape" {
    type    = object
    meaning = "what most of the types share, ties going to the first: vcpu, memory (GiB), architecture, text, odd_types (those that differ in vCPU or memory); null where no type is known"
  }
  derived "vcpu" {
    type    = object
    meaning = "min and max over the known types; null where none is known"
  }
  derived "memory" {
    type    = object
    meaning = "min and max over the known types, in GiB; null where none is known"
  }
  derived "gpus" {
    type    = object
    meaning = "min and max of the number of GPUs over the known types; null where none is known"
  }
  derived "pods" {
    type    = object
    meaning = "min and max of the pods that the network interfaces of the known types have addresses for; null where one is not known"
  }
  derived "traits" {
    type    = object
    meaning = "by a trait, the known types that have it: accelerated, burstable, gpu, local_disk, neuron, often_interrupted (the worst band of the Spot Advisor in the region), xen"
  }
  derived "stems" {
    type    = list
    meaning = "the letters and the generation that the names of the known types begin with, each once: m5 of m5.large and of m5ad.large"
  }
  derived "generations" {
    type    = list
    meaning = "generations of the known types, each once"
  }
  derived "zone_gaps" {
    type    = list
    meaning = "known types that some zones of the group do not have: name, lacking (how many zones at least), zones (their ids, where the group's are ids)"
  }
  derived "architectures" {
    type    = list
    meaning = "the CPU architecture of each type, once; of a type that runs several the 64-bit one"
  }
  derived "ami" {
    type    = object
    meaning = "the facts of its ami_type: architecture, accelerators, gpu_makers, accelerated, ended, unfit; null where none is known, as of CUSTOM"
  }
  derived "plain_ami" {
    type    = string
    meaning = "the AMI type of the plain machine image that runs on most of its types; null where none is known"
  }
  derived "peers" {
    type    = list
    meaning = "further types of equal vCPU, memory, architecture and accelerators that the region offers on Spot, best for diversity first"
  }
  derived "repeated_types" {
    type    = list
    meaning = "every listing of a type after its first"
  }
  derived "unknown_types" {
    type    = list
    meaning = "listed types the catalogue does not have: name, nearest (names of others that fit the group: of its shape, offered in its region, not listed yet), newer (a later generation of a known family)"
  }
  derived "retired_types" {
    type    = list
    meaning = "listed types that EC2 no longer describes, and that the region, where it is known, or any other, offers no more"
  }
  derived "types_not_offered" {
    type    = list
    meaning = "listed types that the catalogue has, but not in the region; empty where the region, or what it offers, is not known"
  }
  derived "zone_count" {
    type    = number
    meaning = "zones of the group's subnets, as far as their zones are told; unknown within bounds where they are not"
  }
  derived "zone_siblings" {
    type    = list
    meaning = "names of groups of the same shape and capacity type, each in one zone, that cover another zone or subnet; open where a group may or may not be one"
  }
  derived "pools" {
    type    = number
    meaning = "Spot pools the group can draw on: types times zones; null where either is not known"
  }
  derived "template" {
    type    = object
    meaning = "the launch template, with the attributes of entity template; null where the group has none"
  }
  derived "name_written" {
    type    = string
    meaning = "the text that the name is written as, an expression perhaps; null where it is written nowhere"
  }
  derived "lifecycle" {
    type    = object
    meaning = "create_before_destroy, prevent_destroy and ignore_changes (attributes, or all) of its block, or those that its module gives it; null where the form has no lifecycle"
  }
  derived "marks" {
    type    = object
    meaning = "by the name of a mark of the form, the keys of it that the group has"
  }
  derived "public_subnets" {
    type    = list
    meaning = "which of its subnets are surely public, by what makes them or their id"
  }
  derived "tags_beside" {
    type    = list
    meaning = "keys of tags that are set beside the groups on their Auto Scaling groups, of whichever group"
  }
  derived "too_new" {
    type    = list
    meaning = "what the group has that no version of the AWS provider has that its constraint lets through: name, since"
  }
  derived "provider" {
    type    = string
    meaning = "the constraint on the version of the AWS provider; null where there is none"
  }
}

# Derived facts alone: what became of a group between two states.
entity "change" {
  meaning = "what an apply does to a group, between a revision and the working tree or as a plan says"

  derived "kind" {
    type    = string
    meaning = "kept, removed, or renamed: deleted while another group is made that is like it"
  }
  derived "replacing" {
    type    = list
    meaning = "names of the attributes whose change makes the group anew, each placed where it is now"
  }
  derived "rolling" {
    type    = list
    meaning = "names of the attributes whose change replaces every node in turn"
  }
  derived "in_place" {
    type    = list
    meaning = "names of the attributes that change without touching nodes"
  }
  derived "left" {
    type    = list
    meaning = "names of the attributes that are given no more, and whose values AWS keeps"
  }
  derived "replaced" {
    type    = bool
    meaning = "whether the apply makes the group anew"
  }
  derived "reordered" {
    type    = bool
    meaning = "whether of the instance types only the order changed"
  }
  derived "address" {
    type    = string
    meaning = "identity of the group before, by which the change may be accepted"
  }
  derived "new_address" {
    type    = string
    meaning = "identity of the group after; null where it is gone"
  }
  derived "moved_from" {
    type    = string
    meaning = "what a moved block would name as from, where one could keep a renamed group; else null"
  }
  derived "moved_to" {
    type    = string
    meaning = "the same of its to"
  }
  derived "create_first" {
    type    = bool
    meaning = "whether the new group is made before the old one goes"
  }
  derived "collides" {
    type    = bool
    meaning = "whether the new group is made while the old one still has its name"
  }
  derived "prevented" {
    type    = bool
    meaning = "whether prevent_destroy stops the plan"
  }
  derived "reason" {
    type    = string
    meaning = "why a plan replaces or deletes it, as Terraform says it (replace_by_request); null outside of plans"
  }
}

# The safe way of a group to another capacity type, step by step: a change of
# it in place ends every node of the group at once.
#
#   set    attributes that the new group has in place of the old one's
#   from   what they may be before; a capacity block is what its template says
#   notes  what to know of the new group, null where it does not hold: over
#          left_out (types of the old group that it has not), accelerated, types
#          (how many it has) and fewest (how many a Spot group should have)
#   title, text, run, back
#          expressions over group (name, address, full_name: the whole name on
#          AWS, null where it is generated, or needs quotes in a shell), groups
#          (address and full_name of all that its block makes), new (name),
#          file and form. What is run is for a shell: of names only full_name
#          may stand in it.
#
# Sources: docs.aws.amazon.com/eks managed-node-groups (labels of nodes),
# delete-managed-node-group; kubernetes.io/docs/tasks/administer-cluster/safely-drain-node;
# kubernetes/autoscaler cluster-autoscaler/FAQ.md.
migration "spot" {
  set  = { capacity_type = "SPOT" }
  from = { capacity_type = ["ON_DEMAND"] }
  notes = [
    accelerated ? "Types with accelerators differ in more than their number: none was added." : null,
    length(left_out) > 0 ? "Left out, being of another shape or architecture, or none that the catalogue has: ${join(", ", left_out)}. Pods that only fit there need a group of their own." : null,
    types < fewest ? "${types} instance ${types == 1 ? "type gives" : "types give"} few Spot pools: a group of another shape has more to choose from." : null,
  ]

  step {
    title = "Add ${new.name} beside ${group.name}"
    text  = "Put the new ${form == "terraform" ? "block beside the old one, in ${file}" : "group beside the old one, under node_groups of ${file}, and write your Terraform from it"}.${length(groups) > 1 ? " It makes a group for each of the old ones." : ""} Nothing of ${group.name} changes. Labels and taints are the old one's: mend those that say On-Demand, and make anew what names the old group, such as tags of its Auto Scaling group. Pods that must not be interrupted, such as the only one of their kind or a job of many hours, stay On-Demand: give them a node affinity to eks.amazonaws.com/capacityType = ON_DEMAND, which EKS sets on every node, and a group that has such nodes, before you go on. Volumes of one zone need nodes in that zone."
    back  = "Take the new group out again."
  }

  step {
    title = "Apply"
    text  = "The plan makes ${new.name} and touches nothing else; mng-lint says so if it does. Go on when its nodes are Ready."
    run = [
      "terraform plan -out=add.plan",
      "terraform show -json add.plan | mng-lint -",
      "terraform apply add.plan",
      "kubectl get nodes -L eks.amazonaws.com/nodegroup,eks.amazonaws.com/capacityType",
    ]
    back = "Take the new group out of the code and apply: what pods it has go back to the old nodes."
  }

  step {
    title = "Move the pods"
    text  = "${anytrue([for one in groups : one.full_name == null]) ? "OLD_GROUP is the whole name of an old group, which the list of nodes shows. " : ""}No new pods come to nodes that are cordoned, and a drain moves those that are there as their disruption budgets allow; one that allows none holds it up until the timeout. Pods that nothing makes anew are not moved, and what is in emptyDir is lost. An autoscaler makes room in the new group, and may add nodes to the old one as well: lower its max_size to the nodes it has, or cordon again until none is left. Where Spot has no capacity pods stay pending: then go back."
    run = flatten([for name in distinct([for one in groups : one.full_name == null ? "OLD_GROUP" : one.full_name]) : [
      "kubectl cordon -l eks.amazonaws.com/nodegroup=${name}",
      "kubectl drain -l eks.amazonaws.com/nodegroup=${name} --ignore-daemonsets --delete-emptydir-data --timeout=30m",
    ]])
    back = "kubectl uncordon -l with the same names lets pods return to the old nodes."
  }

  step {
    title = "Remove ${group.name}"
    text  = "When every drain above has ended without an error, the old nodes hold no pods but those of daemon sets. Take the old ${form == "terraform" ? "block" : "group"} out of ${file}, mend what refers to it, and apply. mng-lint --since calls that a group-removed; at the end of the commit's message ${length(groups) > 1 ? "lines" : "a line"} ${join(", ", [for one in groups : "Mng-Accept: ${one.address}"])} ${length(groups) > 1 ? "let it" : "lets it"} through."
    run = concat([for name in distinct([for one in groups : one.full_name == null ? "OLD_GROUP" : one.full_name]) : "kubectl get nodes -l eks.amazonaws.com/nodegroup=${name}"], [
      "terraform plan -out=remove.plan",
      "terraform apply remove.plan",
    ])
    back = "Revert the commit and apply: the old group is made again, empty. Then cordon and drain the new one in the same way."
  }
}

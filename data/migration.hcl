# The safe way of a group to another capacity type, step by step: a change of
# it in place ends every node of the group at once.
#
#   set    attributes that the new group has in place of the old one's
#   title, text, run, back
#          expressions over group (name, full_name: the whole name on AWS, null
#          where it is generated, or needs quotes in a shell), new (name), file,
#          form, repeated (whether its block makes several groups). What is run
#          is for a shell: of names only full_name may stand in it.
#
# Sources: docs.aws.amazon.com/eks managed-node-groups (labels of nodes),
# delete-managed-node-group; kubernetes.io/docs/tasks/administer-cluster/safely-drain-node.
migration "spot" {
  set = { capacity_type = "SPOT" }

  step {
    title = "Add ${new.name} beside ${group.name}"
    text  = form == "terraform" ? "Put the new block beside the old one, in ${file}.${repeated ? " It makes a group for each of the old ones; the steps below are for one of them, and the others go with it in the same way." : ""} Nothing of ${group.name} changes. Both have the same labels and taints, so that pods may run on either. Pods that must not be interrupted, such as the only one of their kind or a job of many hours, stay On-Demand: give them a node affinity to eks.amazonaws.com/capacityType = ON_DEMAND, which EKS sets on every node, and a group that has such nodes, before you go on." : "Put the new group beside the old one, under node_groups of ${file}, and write your Terraform from it. Nothing of ${group.name} changes. Both have the same labels and taints, so that pods may run on either. Pods that must not be interrupted, such as the only one of their kind or a job of many hours, stay On-Demand: give them a node affinity to eks.amazonaws.com/capacityType = ON_DEMAND, which EKS sets on every node, and a group that has such nodes, before you go on."
    back  = "Take the new group out again."
  }

  step {
    title = "Apply"
    text  = "The plan makes ${new.name} and touches nothing else; mng-lint says so if it does."
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
    text  = "${group.full_name == null ? "OLD_GROUP is the whole name of ${group.name}, which the list of nodes shows. " : ""}No new pods come to the old nodes once they are cordoned, and a drain moves those that are there as their disruption budgets allow; Cluster Autoscaler makes room for them in the new group. Where Spot has no capacity they stay pending: then go back."
    run = [
      "kubectl cordon -l eks.amazonaws.com/nodegroup=${group.full_name == null ? "OLD_GROUP" : group.full_name}",
      "kubectl drain -l eks.amazonaws.com/nodegroup=${group.full_name == null ? "OLD_GROUP" : group.full_name} --ignore-daemonsets --delete-emptydir-data",
    ]
    back = "kubectl uncordon -l eks.amazonaws.com/nodegroup=${group.full_name == null ? "OLD_GROUP" : group.full_name} lets pods return to the old nodes."
  }

  step {
    title = "Remove ${group.name}"
    text  = "Its nodes hold no pods any more but those of daemon sets. Take the old ${form == "terraform" ? "block" : "group"} out of ${file} and apply. mng-lint --since calls that a group-removed; a line Mng-Accept: ${group.address} at the end of the commit's message lets it through."
    run = [
      "terraform plan -out=remove.plan",
      "terraform apply remove.plan",
    ]
    back = "Revert the commit and apply: the old group is made again, empty. Then cordon and drain the new one in the same way."
  }
}

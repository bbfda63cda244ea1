rule "mixed-memory" {
  category = "cluster-autoscaler"
  when     = cluster.autoscaler == "cluster-autoscaler"
  let      = { spread = group.memory.max / group.memory.min - 1 }
  check {
    condition = let.spread <= param.tolerance
    severity  = let.spread > 0.5 && group.capacity_type == "SPOT" ? error : warning
    message   = "${join(", ", group.peers)} …"
    edit      = { remove = { instance_types = group.shape.odd_types } }
  }
  why = <<-EOT
    Text of $${two}
      lines.
  EOT
}

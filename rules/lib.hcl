# Functions that every rule may call.

# "a", "a and b", "a, b and c"
function "each_name" {
  params = [names]
  result = length(names) < 2 ? join("", names) : "${join(", ", slice(names, 0, length(names) - 1))} and ${names[length(names) - 1]}"
}

# The verb behind those names.
function "has_or_have" {
  params = [names]
  result = length(names) == 1 ? "has" : "have"
}

# A text of the user's as a message shows it: so long and no longer.
function "brief" {
  params = [text]
  result = length(text) > 60 ? "${substr(text, 0, 60)}…" : text
}

# The same of several, and of no more than five.
function "brief_names" {
  params = [names]
  result = concat([for name in slice(names, 0, min(5, length(names))) : length(name) > 60 ? "${substr(name, 0, 60)}…" : name], length(names) > 5 ? ["${length(names) - 5} more"] : [])
}

# Whether a key lies in the domain, or in one below it.
function "lies_in" {
  params = [key, domain]
  result = startswith(key, "${domain}/") || strcontains(key, ".${domain}/")
}

# Whether a label's key lies in a namespace that is kept for Kubernetes and EKS.
function "is_reserved" {
  params = [key]
  result = strcontains(key, "/") ? key != "eks.amazonaws.com/capacityType" && anytrue([for domain in ["kubernetes.io", "k8s.io", "eks.amazonaws.com"] : lies_in(key, domain)]) : false
}

# The first members of a list, for a help that names the best.
function "first_of" {
  params = [names, count]
  result = slice(names, 0, min(count, length(names)))
}

# "1 type", "3 types"
function "count_of" {
  params = [count, noun]
  result = count == 1 ? "1 ${noun}" : "${count} ${noun}s"
}

# Of what replaces a group the attribute that is told; the others are labels on it. Empty where none has a rule.
function "cause" {
  params = [names]
  result = join("", first_of([for one in ["capacity_type", "instance_types", "ami_type", "subnet_ids", "launch_template", "disk_size", "remote_access", "node_role_arn", "node_group_name", "node_group_name_prefix"] : one if anytrue([for name in names : name == one || startswith(name, "${one}.")])], 1))
}

# How bad a replacement is.
function "replacement_severity" {
  params = [create_first, collides, prevented]
  result = prevented || collides || !create_first ? "error" : "warning"
}

# What an apply does that replaces a group.
function "replacement" {
  params = [create_first, collides, prevented]
  result = prevented ? "prevent_destroy stops the plan" : collides ? "the apply fails, as the new group is made first and its name is taken" : create_first ? "a new group is made, then every node of this one ends in one wave, drained for some minutes at most" : "every node ends in one wave, drained for some minutes at most, and only then a new group is made"
}

# Names of what forces a replacement: the one that a rule is about first.
function "forced" {
  params = [names, first]
  result = concat([for name in names : name if name == first || startswith(name, "${first}.")], [for name in names : name if name != first && !startswith(name, "${first}.")])
}

# What to do instead of replacing a group.
function "beside" {
  params = [name, address]
  result = "leave ${name} as it is and add a group with the change beside it; when that one is ready, cordon and drain the nodes of ${name}, then remove it; --accept '${address}' lets the change through"
}

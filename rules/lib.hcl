# Functions that every rule may call.

# "a", "a and b", "a, b and c"
function "each_name" {
  params = [names]
  result = length(names) < 2 ? join("", names) : "${join(", ", slice(names, 0, length(names) - 1))} and ${names[length(names) - 1]}"
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

function "each_name" {
  params = [types]
  result = join(", ", [for t in types : "`${t}`"])
}

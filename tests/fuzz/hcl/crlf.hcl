a = 1
b = <<-E
  x

    y
  E
c {
  d = [
    1,
  ]
}

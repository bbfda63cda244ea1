a = [1, "b", [null], {}]
b = [
  1,
  2,
]
c = concat(a, [2])[0]

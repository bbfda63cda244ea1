a = 1
b = "x"
c = null
d = true
e-f = -1.5e-3

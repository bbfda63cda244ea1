a = 
b = 'x'
c = [1 2]
d { e { } }
f = "%{endif}"
g = (
h = "\q"
}
i = 1
i = 2
j = "x
k = <<E

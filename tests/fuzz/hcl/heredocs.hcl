a = <<EOT
x ${1}
  y $${z} \n
EOT
b = <<-E-1
    x

      y
  ${2} z
  E-1
c = [<<A
q
A
, <<B
B
]

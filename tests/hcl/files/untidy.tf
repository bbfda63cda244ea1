# Laid out badly: what the formatter is for.
resource   "a"   "b"{
a=1
   bb   =   2
ccc = [1,2,
3 ]
  d = {a=1,b=2}
    e={
  x=1
        yyy = "z" # c
   z = 3# d
}
nested{
foo = "${ local.a }${local.b}"
	tab = 1
}
  f = [for x in[1,2]:x if x>1]
  g = a ?b:c
  h = - 1
  i = ! true
  j = max( 1 ,2... )
  k = a [ 0 ] . b . * . c
  l = "日本"
  mm = "x"   # wide
  n = a==b&&c||d
  o = {
    for k , v in x: k=>v...
  }
  p = ( 1+2 )*3
  q=<<EOT
   keep   this
EOT
  r = f(<<-EOT
      and this ${ x }
    EOT
  , 1)
  s = [
    {
  a = 1 },
  {
    b = 2
  }
  ]
  t = x/y%z
  u = [-1,- 2, a-1,a -1]
}

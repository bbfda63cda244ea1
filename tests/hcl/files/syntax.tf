# Every form of the native syntax, well laid out: unchanged by the formatter.
terraform {
  required_version = ">= 1.5"
}

resource "aws_eks_node_group" "labels" "and" more {
  name = "x"
}

block {}
one_line { a = 1 }

locals {
  numbers   = [0, 1, 1.5, 1e3, 1.5e-3, 2E+2, -1, -1.5]
  literals  = [true, false, null]
  operators = 1 + 2 * 3 - 4 / 2 % 3
  logic     = !true || false && 1 < 2 == (3 >= 2) != (2 <= 1)
  choice    = local.a ? local.b : local.c ? 1 : 2
  wide = (
    1 +
    2
  )
  parens   = ((1))
  calls    = max(1, 2, [3, 4]...)
  nested   = upper(lower("x"))
  trailing = max(1, 2, )
  several = merge(
    { a = 1 },
    { b = 2 },
  )
  provider = provider::aws::arn_parse("x")

  attribute = aws_subnet.a.id
  index     = aws_subnet.a[0].id
  key       = local.map["key"]
  computed  = local.map[local.key].x
  legacy    = aws_subnet.a.0.id
  splat     = aws_subnet.a[*].id
  full      = aws_subnet.a[*].tags["x"][0]
  attr_only = aws_subnet.a.*.id
  negative  = -local.a.b
  not       = !local.a[0]

  empty_list   = []
  empty_object = {}
  object       = { a = 1, "b" = 2, (local.c) = 3, "d ${local.e}" = 4, 5 = 6, f : 7 }
  lines = {
    a     = 1
    "b c" = 2
    (upper("d")) = 3, e = 4
    f = {
      g = [
        1,
        2,
      ]
    }
  }

  list_for   = [for v in local.a : v]
  index_for  = [for i, v in local.a : i if v != ""]
  object_for = { for k, v in local.a : k => v }
  grouped    = { for v in local.a : v.key => v... if v.on }
  many_lines = [
    for v in local.a :
    v
    if v
  ]

  text        = "plain"
  escapes     = "\n\r\t\"\\\u00e9\U0001F600 $${x} %%{y} $ % $$ %%"
  interpolate = "a ${local.b} c${"d"}e"
  only        = "${local.b}"
  directive   = "%{ if local.a }yes%{ else }no%{ endif }"
  loop        = "%{ for k, v in local.a }${k}=${v};%{ endfor }"
  strip       = "a ${~local.b~} c %{~if true~} d %{~endif~} e"
  deep        = "a${"b${"c${"d"}"}"}"
  braces      = "${{ a = "}" }.a}"
}

locals { # comment behind a brace
  # alone
  // another
  a = 1 # short
  bb = 2 // longer
  /* in between */ ccc = 3
  d = [ # inside
    1,  # one
    # nothing
    2,
  ]
  /* of
     several lines */
  e = 1 /* tail */
}

locals {
  plain = <<EOT
line ${local.a}
  indented
%{if local.b}
x
%{endif}
EOT
  flush = <<-EOT
    less
      more
    ${local.a}
  EOT
  strip = <<-EOT
    %{~for v in local.a~}
    ${v}
    %{~endfor~}
  EOT
  call = jsonencode(<<-EOT
    {}
  EOT
  )
  unicode_ж = "日本語 é e\u0301 👨‍👩‍👧"
  ключ-1    = 1
}

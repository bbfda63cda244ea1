#include "terraform/read.hpp"

using mng::test::Files;
using mng::test::Root;

TEST_CASE("locals name variables, locals and each other in any order") {
  const Root root(
      "locals {\n  all = concat(local.more, [var.one])\n  more = [\"a\"]\n}\nvariable \"one\" {\n  default = \"b\"\n}\n"
      "locals {\n  none = var.unset\n  wrong = nothing.here\n  missing = local.absent\n}\nvariable \"unset\" {}\n");
  CHECK(root.local("all") == "[\"a\", \"b\"]");
  CHECK(root.local("none") == "unknown(var.unset)");
  // What Terraform would refuse is not known here, and named by its text.
  CHECK(root.local("wrong") == "unknown(nothing.here)");
  CHECK(root.local("missing") == "unknown(local.absent)");
  CHECK(root.errors().empty());
}

TEST_CASE("a variable has the value of the last file that gives one, converted to its type") {
  const std::string code =
      "variable \"size\" {\n  type    = number\n  default = 1\n}\nvariable \"names\" {\n  type = set(string)\n}\n"
      "variable \"group\" {\n  type = object({ name = string, min = optional(number, 2), tags = optional(map(string), "
      "{}) })\n}\n"
      "variable \"kept\" {\n  default = \"x\"\n  nullable = false\n}\nvariable \"nulled\" {\n  default = \"x\"\n}\n";
  const Root root(
      Files{{"main.tf", code},
            {"terraform.tfvars", "size = \"3\"\nnames = [\"b\", \"a\", \"b\"]\nkept = null\nnulled = null\n"},
            {"b.auto.tfvars", "group = { name = \"two\" }\n"},
            {"a.auto.tfvars", "size = 4\ngroup = { name = \"one\" }\n"},
            {"other.tfvars", "size = 5\n"}});
  CHECK(root.variable("size") == "4");
  CHECK(root.variable("names") == "[\"a\", \"b\"]");
  CHECK(root.variable("group") == "{min = 2, name = \"two\", tags = {}}");
  CHECK(root.variable("kept") == "\"x\"");
  CHECK(root.variable("nulled") == "null");

  const Root given(Files{{"main.tf", code}, {"other.tfvars", "size = 5\n"}}, "",
                   {{"other.tfvars"}, {{"size", "6"}, {"names", "[\"z\"]"}}});
  CHECK(given.variable("size") == "6");
  CHECK(given.variable("names") == "[\"z\"]");
  CHECK(Root(Files{{"main.tf", code}, {"other.tfvars", "size = 5\n"}}, "", {{"other.tfvars"}, {}}).variable("size") ==
        "5");
}

TEST_CASE("a value remembers where it is written and where it was used") {
  const Root root(Files{{"main.tf", "variable \"types\" {}\nlocals {\n  types = var.types\n}\n"},
                        {"terraform.tfvars", "types = [\"m5.large\"]\n"}});
  const mng::hcl::Value value = root.run->root()->local("types");
  CHECK(root.sources.text(value.range()) == "[\"m5.large\"]");
  CHECK(root.sources[value.range().source].path() == "terraform.tfvars");
  REQUIRE(value.via() != nullptr);
  CHECK(root.sources.text(value.via()->range) == "var.types");
}

TEST_CASE("count and for_each make instances, and references go to all of them") {
  const Root root(
      "resource \"aws_subnet\" \"c\" {\n  count = 2\n  zone = \"z${count.index}\"\n}\n"
      "resource \"aws_subnet\" \"f\" {\n  for_each = { b = 1, a = 2 }\n  zone = \"${each.key}${each.value}\"\n}\n"
      "resource \"aws_subnet\" \"s\" {\n  for_each = toset([\"x\"])\n  zone = each.value\n}\n"
      "resource \"aws_subnet\" \"none\" {\n  count = 0\n}\n"
      "resource \"aws_subnet\" \"u\" {\n  for_each = var.u\n  zone = each.value.zone\n  fixed = 1\n}\nvariable \"u\" "
      "{}\n"
      "locals {\n  counted = aws_subnet.c[*].zone\n  each = [for s in aws_subnet.f : s.zone]\n  one = "
      "aws_subnet.f[\"a\"].zone\n"
      "  ids = aws_subnet.c[*].id\n  id = aws_subnet.s[\"x\"].id\n  number = length(aws_subnet.c)\n  of_none = "
      "aws_subnet.none[*].id\n"
      "  unknown = length(aws_subnet.u)\n}\n");
  CHECK(root.resources("aws_subnet", "c") ==
        "aws_subnet.c[0] {zone = \"z0\", …0+}\naws_subnet.c[1] {zone = \"z1\", …0+}\n");
  CHECK(root.resources("aws_subnet", "f") ==
        "aws_subnet.f[\"b\"] {zone = \"b1\", …0+}\naws_subnet.f[\"a\"] {zone = \"a2\", …0+}\n");
  CHECK(root.resources("aws_subnet", "none").empty());
  // One stands for all that are not known.
  CHECK(root.resources("aws_subnet", "u") == "aws_subnet.u {fixed = 1, zone = unknown(var.u), …0+}\n");
  CHECK(root.local("counted") == "[\"z0\", \"z1\"]");
  CHECK(root.local("each") == "[\"a2\", \"b1\"]");
  CHECK(root.local("one") == "\"a2\"");
  CHECK(root.local("ids") == "[unknown(aws_subnet.c[0].id), unknown(aws_subnet.c[1].id)]");
  CHECK(root.local("id") == "unknown(aws_subnet.s[\"x\"].id)");
  CHECK(root.local("number") == "2");
  CHECK(root.local("of_none") == "[]");
  CHECK(root.local("unknown") == "unknown(var.u)");
  const mng::hcl::Value id = root.run->root()->local("id");
  CHECK(id.as_unknown().resource == "aws_subnet.s[\"x\"]");
  CHECK(id.as_unknown().attribute == "id");
}

TEST_CASE("blocks are lists, dynamic ones are opened up, and what is null is not there") {
  const Root root(
      "resource \"t\" \"x\" {\n  name = null\n  rule {\n    port = 1\n  }\n  dynamic \"rule\" {\n    for_each = [2, "
      "3]\n"
      "    content {\n      port = rule.value\n    }\n  }\n  dynamic \"tag\" {\n    for_each = { a = \"b\" }\n    "
      "iterator = it\n"
      "    content {\n      key   = it.key\n      value = it.value\n    }\n  }\n  dynamic \"none\" {\n    for_each = "
      "[]\n    content {}\n  }\n"
      "  dynamic \"open\" {\n    for_each = var.u\n    content {}\n  }\n  depends_on = [t.y]\n  lifecycle {\n    "
      "prevent_destroy = true\n  }\n}\nvariable \"u\" {}\n");
  CHECK(root.resources("t", "x") ==
        "t.x {open = […0+], rule = [{port = 1}, {port = 2}, {port = 3}], tag = [{key = \"a\", value = \"b\"}], …0+}\n");
}

TEST_CASE("local modules are evaluated with their inputs, and outputs come back") {
  const Root root(
      Files{{"main.tf",
             "module \"a\" {\n  source = \"./m\"\n  for_each = toset([\"p\", \"q\"])\n  name = each.key\n}\n"
             "module \"b\" {\n  source = \"./m\"\n  name = module.a[\"p\"].name\n}\n"
             "locals {\n  names = [for m in module.a : m.name]\n  b = module.b.name\n  ids = module.b.ids\n}\n"},
            {"m/main.tf",
             "variable \"name\" {}\nvariable \"count_of\" {\n  default = 2\n}\nmodule \"deep\" {\n  source = "
             "\"../n\"\n  name = \"${var.name}!\"\n}\n"
             "resource \"t\" \"x\" {\n  count = var.count_of\n  name = module.deep.name\n}\n"
             "output \"name\" {\n  value = module.deep.name\n}\noutput \"ids\" {\n  value = t.x[*].id\n}\n"},
            {"n/main.tf", "variable \"name\" {}\noutput \"name\" {\n  value = upper(var.name)\n}\n"}});
  CHECK(root.local("names") == "[\"P!\", \"Q!\"]");
  CHECK(root.local("b") == "\"P!!\"");
  CHECK(root.local("ids") == "[unknown(module.b.t.x[0].id), unknown(module.b.t.x[1].id)]");
  CHECK(root.resources("t", "x") ==
        "module.a[\"p\"].t.x[0] {name = \"P!\", …0+}\nmodule.a[\"p\"].t.x[1] {name = \"P!\", …0+}\n"
        "module.a[\"q\"].t.x[0] {name = \"Q!\", …0+}\nmodule.a[\"q\"].t.x[1] {name = \"Q!\", …0+}\n"
        "module.b.t.x[0] {name = \"P!!\", …0+}\nmodule.b.t.x[1] {name = \"P!!\", …0+}\n");
  CHECK(root.errors().empty());
}

TEST_CASE("modules from elsewhere are what is known of them") {
  const Root root(
      "module \"known\" {\n  source = \"x/y\"\n  in = \"a\"\n}\nmodule \"other\" {\n  source = \"z/z\"\n}\n"
      "locals {\n  out = module.known.out\n  more = module.known.more\n  other = module.other.out\n}\n");
  CHECK(root.local("out") == "[\"a\", \"b\"]");
  CHECK(root.local("more") == "unknown(module.known.more)");
  CHECK(root.local("other") == "unknown(module.other.out)");
}

TEST_CASE("an override file stands over the rest") {
  const Root root(
      Files{{"main.tf",
             "resource \"t\" \"x\" {\n  a = 1\n  b = 2\n  c {\n    d = 1\n  }\n  c {\n    d = 2\n  }\n}\nlocals {\n  l "
             "= 1\n}\n"},
            {"x_override.tf", "resource \"t\" \"x\" {\n  b = 3\n  c {\n    d = 4\n  }\n}\nlocals {\n  l = 2\n}\n"}});
  CHECK(root.resources("t", "x") == "t.x {a = 1, b = 3, c = [{d = 4}], …0+}\n");
  CHECK(root.local("l") == "2");
}

TEST_CASE("what depends on itself is said, and is unknown") {
  const Root root("locals {\n  a = local.b\n  b = local.a\n}\n");
  CHECK(root.local("a") == "unknown(local.a)");
  CHECK(root.errors() == "2:3 <a> `local.a` depends on itself; break the circle: Terraform refuses it\n");
  const Root modules(Files{{"main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"},
                           {"m/main.tf", "module \"again\" {\n  source = \"../m\"\n}\n"}});
  CHECK(modules.run->instances().size() == 2);
  CHECK(modules.errors() == "2:12 <\"../m\"> module `again` calls itself; Terraform never comes to an end with it\n");
}

TEST_CASE("a chain of references as long as may be does not overflow") {
  std::string text = "locals {\n  l0 = \"end\"\n";
  for (int i = 1; i < 5000; ++i) text += fmt::format("  l{} = local.l{}\n", i, i - 1);
  const Root root(text + "}\n");
  CHECK(root.local("l100") == "\"end\"");
  CHECK(root.local("l4999").find("unknown") == 0);
}

TEST_CASE("instances are bounded") {
  const Root root(
      "resource \"t\" \"x\" {\n  count = 1000000000\n}\nresource \"t\" \"y\" {\n  for_each = toset([for i in "
      "range(1000) : tostring(i)])\n}\n"
      "locals {\n  many = length(t.x)\n}\n");
  CHECK(root.run->root()->resources("t", "x").size() == 500);
  CHECK(root.run->root()->resources("t", "y").size() == 500);
  CHECK(root.local("many") == "1000000000");
}

TEST_CASE("Terraform in JSON is read as what it stands for") {
  const Root root(
      Files{{"main.tf.json", R"json({
  "//": "a comment",
  "variable": {"types": {"type": "list(string)", "default": ["a", "b"]}, "n": {"type": "number", "default": "3"}},
  "locals": {"all": "${concat(var.types, [\"c\"])}", "text": "x-${var.n}\n$${y}", "plain": {"k${var.n}": [1, 2.5, true, null]}},
  "resource": {"t": {"x": {
    "count": "${length(var.types)}",
    "name": "n${count.index}",
    "scaling": {"min": 1},
    "dynamic": {"rule": {"for_each": ["p"], "iterator": "it", "content": {"port": "${it.value}"}}},
    "lifecycle": {"ignore_changes": ["all"]}
  }}},
  "module": {"m": {"source": "./m", "in": "${local.all}"}}
})json"},
            {"m/main.tf.json", R"json({"variable": [{"in": {}}], "output": {"out": {"value": "${var.in[0]}"}}})json"},
            {"use.tf", "locals {\n  out = module.m.out\n}\n"}});
  CHECK(root.run->root()->module().diagnostics.empty());
  CHECK(root.local("all") == "[\"a\", \"b\", \"c\"]");
  CHECK(root.local("text") == "\"x-3\\n${y}\"");
  CHECK(root.local("plain") == "{k3 = [1, 2.5, true, null]}");
  CHECK(root.variable("n") == "3");
  CHECK(root.local("out") == "\"a\"");
  CHECK(root.resources("t", "x") ==
        "t.x[0] {name = \"n0\", rule = [{port = \"p\"}], scaling = {min = 1}, …0+}\n"
        "t.x[1] {name = \"n1\", rule = [{port = \"p\"}], scaling = {min = 1}, …0+}\n");
  const mng::hcl::Value types = root.run->root()->variable("types");
  CHECK(root.sources.text(types.items()[1].range()) == "\"b\"");
  const Root broken(Files{{"main.tf.json", "{\"locals\": {\"a\": \"${1 +}\", \"b\": "}});
  CHECK(mng::hcl::said(broken.sources, broken.run->root()->module().diagnostics) == "1:33 <> this is no JSON\n");
  const Root expression(Files{{"main.tf.json", "{\"locals\": {\"a\": \"x${1 +}\"}}"}});
  CHECK(expression.run->root()->module().diagnostics.size() == 1);
  CHECK(expression.sources.text(expression.run->root()->module().diagnostics[0].range) == "}");
}

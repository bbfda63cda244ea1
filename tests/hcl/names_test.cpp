#include "hcl/names.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("names are found wherever an expression may stand") {
  const Parsed parsed = read_expression(
      R"([a, b.c[d], f(e), -g, h + i, j ? k : l, { m = n, (o) = p }, "x${q}%{if r}${s}%{endif}%{for t in u}${v}%{endfor}",
      [for w in x : y if z], { for k1, v1 in aa : bb => cc... }, (dd), ee[*].ff[gg], hh.*.ii, <<E
${jj}
E
])");
  REQUIRE(parsed.errors().empty());
  const Ast ast = parsed.ast();
  const Names names = names_in(ast, std::vector<NodeId>{parsed.tree.root});
  std::vector<std::string> variables;
  for (const NodeId id : names.variables) variables.emplace_back(ast.name(ast[id]));
  std::sort(variables.begin(), variables.end());
  CHECK(variables == std::vector<std::string>{"a",  "aa", "b",  "bb", "cc", "d",  "dd", "e", "ee", "g",
                                              "gg", "h",  "hh", "i",  "j",  "jj", "k",  "l", "n",  "o",
                                              "p",  "q",  "r",  "s",  "u",  "v",  "x",  "y", "z"});
  REQUIRE(names.functions.size() == 1);
  CHECK(ast.name(ast[names.functions[0]]) == "f");
  CHECK(names.accesses.size() == 3);
  std::vector<std::string_view> loops = names.loop_names;
  std::sort(loops.begin(), loops.end());
  CHECK(loops == std::vector<std::string_view>{"k1", "t", "v1", "w"});
}

TEST_CASE("members of a variable are told with what is read of them") {
  const Parsed parsed = read_expression(R"([group.a, has(group.b.c) ? group["d"] : other.e, group.f[0].g, group])");
  REQUIRE(parsed.errors().empty());
  Members members = members_of(parsed.ast(), std::vector<NodeId>{parsed.tree.root}, "group");
  std::sort(members.begin(), members.end());
  CHECK(members == Members{{"", ""}, {"a", ""}, {"b", "c"}, {"f", ""}});
}

}  // namespace
}  // namespace mng::hcl

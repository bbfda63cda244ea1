// Where `moved` blocks lead an address.
#include "model/moves.hpp"

#include "support/catch.hpp"

using mng::model::Moves;

TEST_CASE("moves lead an address on, each once") {
  Moves moves;
  CHECK(moves.now("aws_eks_node_group.a") == "aws_eks_node_group.a");
  moves.add("aws_eks_node_group.a", "aws_eks_node_group.b");
  moves.add("aws_eks_node_group.b[\"x.y\"]", "module.m.aws_eks_node_group.c");
  moves.add("module.m", "module.n[0]");
  CHECK(moves.now("aws_eks_node_group.a[\"k\"]") == "aws_eks_node_group.b[\"k\"]");
  CHECK(moves.now("aws_eks_node_group.a[\"x.y\"]") == "module.n[0].aws_eks_node_group.c");
  CHECK(moves.now("aws_eks_node_group.ab") == "aws_eks_node_group.ab");
  // A circle ends where it began.
  moves.add("module.n[0]", "module.m");
  CHECK(moves.now("module.m.x") == "module.m.x");
  CHECK(moves.now("") == "");
}

TEST_CASE("of several moves that fit the first is made") {
  Moves moves;
  moves.add("module.m.aws_eks_node_group.a", "aws_eks_node_group.whole");
  moves.add("module.m", "module.n");
  moves.add("module.m.aws_eks_node_group.a", "aws_eks_node_group.again");
  CHECK(moves.now("module.m.aws_eks_node_group.a") == "aws_eks_node_group.whole");
  CHECK(moves.now("module.m.aws_eks_node_group.b") == "module.n.aws_eks_node_group.b");
}

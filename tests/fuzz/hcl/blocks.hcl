resource "aws_eks_node_group" "x" {
  a = 1
  scaling_config {
    min_size = 1
  }
  b { c = 2 }
  d {}
}

# The module terraform-aws-modules/vpc: how many subnets of a kind there are,
# and in which zones, follows from its inputs.
# Source: terraform-aws-modules/terraform-aws-vpc main.tf at v6.6.0.
form "terraform-aws-modules/vpc" {
  syntax  = hcl
  modules = ["terraform-aws-modules/vpc/aws", "github.com/terraform-aws-modules/terraform-aws-vpc"]

  output "private_subnets" {
    resource = "aws_subnet.private"
    each     = input.private_subnets
    zone     = element(input.azs, index)
  }
  output "public_subnets" {
    resource = "aws_subnet.public"
    each     = input.public_subnets
    zone     = element(input.azs, index)
    # Their routes lead to an internet gateway, whatever addresses they give.
    public = true
  }
  output "intra_subnets" {
    resource = "aws_subnet.intra"
    each     = input.intra_subnets
    zone     = element(input.azs, index)
  }
  output "database_subnets" {
    resource = "aws_subnet.database"
    each     = input.database_subnets
    zone     = element(input.azs, index)
  }
}

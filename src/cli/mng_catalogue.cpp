#include <cstdio>

#include "cli/catalogue.hpp"

int main(int argc, char** argv) {
  return mng::cli::run_catalogue(argc, argv, stdout, stderr);
}

#include "cli/gen.hpp"

int main(int argc, char** argv) {
  return mng::cli::run_gen(argc, argv, mng::cli::Io::of_process());
}

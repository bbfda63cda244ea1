#include "cli/lint.hpp"

int main(int argc, char** argv) {
  return mng::cli::run_lint(argc, argv, mng::cli::Io::of_process());
}

#include "cli/catalogue.hpp"

int main(int argc, char** argv) {
  return mng::cli::run_catalogue(argc, argv, mng::cli::Io::of_process());
}

# Shared by the scripts beside it; sourced, never run. Puts the caller at the root of the repository.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}
have() { command -v -- "$1" >/dev/null 2>&1; }

# The path of a clang tool: version 14, which the presets name, else the system's own.
clang_tool() {
  if have "$1-14"; then
    printf '%s\n' "$1-14"
  elif have "$1"; then
    printf '%s\n' "$1"
  else
    die "$1-14 is not installed. Run scripts/install-deps check"
  fi
}

# configure PRESET: once; after that ninja runs cmake itself whenever a CMake file changed.
configure() {
  local preset=$1 options=()
  if [[ -f build/$preset/build.ninja ]]; then return; fi
  # ccache is used where it is installed, never needed.
  if have ccache; then options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  case $preset in
    fuzz) options+=("-DCMAKE_CXX_COMPILER=$(clang_tool clang++)") ;;
    tidy) options+=("-DCMAKE_CXX_COMPILER=$(clang_tool clang++)" "-DCMAKE_CXX_CLANG_TIDY=$(clang_tool clang-tidy)") ;;
  esac
  mkdir -p build
  if ! cmake --preset "$preset" "${options[@]}" >"build/configure-$preset.log" 2>&1; then
    cat "build/configure-$preset.log" >&2
    rm -f "build/$preset/build.ninja"
    die "cmake --preset $preset failed; the reason is above. Missing a library? Run scripts/install-deps"
  fi
}

# build PRESET [TARGET…]: quiet but for warnings and errors, with a progress line on a terminal.
build() {
  local preset=$1 targets=() quiet=(--quiet)
  shift
  configure "$preset"
  if (($#)); then targets=(--target "$@"); fi
  if [[ -t 1 ]]; then quiet=(); fi
  cmake --build --preset "$preset" "${targets[@]}" -- "${quiet[@]}"
}

# Seconds as a person says them: 75 -> "1 min 15 s".
duration() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); fi
}

# Debian 12 and Ubuntu 24.04 carry all of these; elsewhere the same libraries
# are fetched at these tags. What is found is used first.
include(FetchContent)

set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE OPT_IN)
FetchContent_Declare(yaml-cpp
  GIT_REPOSITORY https://github.com/jbeder/yaml-cpp GIT_TAG yaml-cpp-0.7.0
  FIND_PACKAGE_ARGS)
FetchContent_Declare(nlohmann_json
  GIT_REPOSITORY https://github.com/nlohmann/json GIT_TAG v3.11.2
  FIND_PACKAGE_ARGS)
FetchContent_Declare(fmt
  GIT_REPOSITORY https://github.com/fmtlib/fmt GIT_TAG 9.1.0
  FIND_PACKAGE_ARGS)
FetchContent_Declare(CLI11
  GIT_REPOSITORY https://github.com/CLIUtils/CLI11 GIT_TAG v2.1.2
  FIND_PACKAGE_ARGS)
FetchContent_MakeAvailable(yaml-cpp nlohmann_json fmt CLI11)

# Debian's yaml-cpp 0.7 exports `yaml-cpp`, newer ones `yaml-cpp::yaml-cpp`.
# Debian's targets mean the shared library, though it ships the static one too.
add_library(mng_yaml INTERFACE)
if(MNG_STATIC)
  find_library(MNG_YAML_LIBRARY NAMES libyaml-cpp.a)
endif()
if(MNG_STATIC AND MNG_YAML_LIBRARY)
  target_link_libraries(mng_yaml INTERFACE ${MNG_YAML_LIBRARY})
elseif(TARGET yaml-cpp::yaml-cpp)
  target_link_libraries(mng_yaml INTERFACE yaml-cpp::yaml-cpp)
else()
  target_link_libraries(mng_yaml INTERFACE yaml-cpp)
endif()

# Debian ships fmt only as a shared library. The header-only target, which
# takes twice as long to compile, is for the static programs alone.
add_library(mng_fmt INTERFACE)
if(MNG_STATIC)
  target_link_libraries(mng_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(mng_fmt INTERFACE fmt::fmt)
endif()

if(BUILD_TESTING)
  FetchContent_Declare(Catch2
    GIT_REPOSITORY https://github.com/catchorg/Catch2 GIT_TAG v3.4.0
    FIND_PACKAGE_ARGS)
  FetchContent_MakeAvailable(Catch2)
endif()

# RE2: Debian 12 and Ubuntu 24.04 ship no CMake package that works in both.
add_library(mng_re2 INTERFACE)
if(MNG_STATIC)
  find_library(MNG_RE2_LIBRARY NAMES libre2.a re2)
else()
  find_library(MNG_RE2_LIBRARY NAMES re2)
endif()
find_path(MNG_RE2_INCLUDE re2/re2.h)
if(MNG_RE2_LIBRARY AND MNG_RE2_INCLUDE)
  find_package(Threads REQUIRED)
  target_include_directories(mng_re2 SYSTEM INTERFACE ${MNG_RE2_INCLUDE})
  target_link_libraries(mng_re2 INTERFACE ${MNG_RE2_LIBRARY} Threads::Threads)
else()
  FetchContent_Declare(re2 GIT_REPOSITORY https://github.com/google/re2 GIT_TAG 2022-06-01)
  FetchContent_MakeAvailable(re2)
  target_link_libraries(mng_re2 INTERFACE re2::re2)
endif()

# utf8proc: what Unicode says of characters. Debian ships it without a CMake package.
add_library(mng_utf8proc INTERFACE)
if(MNG_STATIC)
  find_library(MNG_UTF8PROC_LIBRARY NAMES libutf8proc.a utf8proc)
else()
  find_library(MNG_UTF8PROC_LIBRARY NAMES utf8proc)
endif()
find_path(MNG_UTF8PROC_INCLUDE utf8proc.h)
if(MNG_UTF8PROC_LIBRARY AND MNG_UTF8PROC_INCLUDE)
  target_include_directories(mng_utf8proc SYSTEM INTERFACE ${MNG_UTF8PROC_INCLUDE})
  target_link_libraries(mng_utf8proc INTERFACE ${MNG_UTF8PROC_LIBRARY})
else()
  FetchContent_Declare(utf8proc GIT_REPOSITORY https://github.com/JuliaStrings/utf8proc GIT_TAG v2.8.0)
  FetchContent_MakeAvailable(utf8proc)
  target_link_libraries(mng_utf8proc INTERFACE utf8proc)
endif()

# libmd: digests, in the BSD spelling.
add_library(mng_md INTERFACE)
if(MNG_STATIC)
  find_library(MNG_MD_LIBRARY NAMES libmd.a md REQUIRED)
else()
  find_library(MNG_MD_LIBRARY NAMES md REQUIRED)
endif()
target_link_libraries(mng_md INTERFACE ${MNG_MD_LIBRARY})

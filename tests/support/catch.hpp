#pragma once

// Debian 12 has Catch2 v2, Ubuntu 24.04 and later have v3: the tests include this.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

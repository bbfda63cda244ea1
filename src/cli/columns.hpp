#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mng::cli {

/// Cells of a line of a table.
using Row = std::vector<std::string>;

/// Lines of columns, each as wide as its widest cell and two blanks, under an indent.
std::string columns(const std::vector<Row>& rows, std::string_view indent);

}  // namespace mng::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::test {

/// Tests that say nothing about an external PostgreSQL, and why. One line of
/// tests/support/not_external.txt.
struct left_out {
  std::string pattern; ///< `suite.test`, or `suite.*`
  std::string reason;
};

/// Lines `<pattern> <reason>`; those that are empty or begin with `#` say nothing.
std::vector<left_out> read_left_out(std::istream& lines);

/// The one that leaves out this test, or null.
const left_out* leaves_out(const std::vector<left_out>& all, std::string_view test);

/// GoogleTest's filter `wished` without them.
std::string filter_without(const std::string& wished, const std::vector<left_out>& all);

}

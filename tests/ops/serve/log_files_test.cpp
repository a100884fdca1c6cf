// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/log_files.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class log_files : public testing::Test {
protected:
  void write(int first, int last) const {
    spdlog::logger lines{"lines", rotating_sink(folder.path() / "access.log", 200, 2)};
    lines.set_pattern("%v");
    for (int each = first; each <= last; ++each)
      lines.info("line {:04}", each);
  }

  /// Name to text.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> found;
    for (const auto& each : fs::directory_iterator{folder.path()}) {
      std::ifstream file{each.path()};
      found[each.path().filename()] = {std::istreambuf_iterator<char>{file}, {}};
    }
    return found;
  }

  const test::temporary_directory folder;
};

TEST_F(log_files, are_so_many_of_such_a_size_and_hold_the_newest) {
  write(1, 500);
  const auto found = files();
  EXPECT_EQ(found.size(), 3U);
  for (const auto& [name, text] : found)
    EXPECT_LE(text.size(), 200U) << name;
  EXPECT_THAT(found.at("access.log"), HasSubstr("line 0500"));
  EXPECT_THAT(found.at("access.1.log") + found.at("access.log"), HasSubstr("line 0490"));
  EXPECT_TRUE(found.contains("access.2.log"));
}

TEST_F(log_files, are_appended_to_by_the_next_server) {
  write(1, 2);
  write(3, 4);
  EXPECT_EQ(files().at("access.log"), "line 0001\nline 0002\nline 0003\nline 0004\n");
}

TEST_F(log_files, that_cannot_be_written_are_one_line_and_a_hint) {
  EXPECT_THROW(rotating_sink(folder.path() / "missing" / std::string(300, 'x')),
               storage::startup_error);
}

}
}

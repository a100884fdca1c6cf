// SPDX-License-Identifier: Apache-2.0
#include "tests/support/disk_search.hpp"

#include "crypto/encoding.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::test {
namespace {

const std::string text = "Ada Lovelace";

class disk_search : public testing::Test {
protected:
  std::set<std::string> spellings_in(const std::string& content) const {
    write_file(folder.path() / "deep" / "file", as_bytes("before " + content + " after"));
    std::set<std::string> found;
    for (const auto& hit : search_disk(folder.path(), std::vector{text, std::string{"somebody"}}))
      found.insert(hit.spelling);
    return found;
  }

  temporary_directory folder;
};

TEST_F(disk_search, finds_each_spelling) {
  EXPECT_EQ(spellings_in(text), std::set<std::string>{"raw"});
  std::string wide;
  for (const char letter : text)
    wide += {letter, '\0'};
  EXPECT_EQ(spellings_in(wide), std::set<std::string>{"utf-16le"});
  EXPECT_EQ(spellings_in("416461204c6f76656c616365"), std::set<std::string>{"hex"});
  EXPECT_EQ(spellings_in("416461204C6F76656C616365"), std::set<std::string>{"HEX"});
}

TEST_F(disk_search, finds_base64_at_every_alignment) {
  for (std::size_t shift = 0; shift < 3; ++shift)
    for (std::size_t behind = 0; behind < 3; ++behind) {
      const auto whole = std::string(shift, 'x') + text + std::string(behind, 'y');
      EXPECT_TRUE(spellings_in(crypto::base64_encode(as_bytes(whole)))
                      .contains("base64+" + std::to_string(shift)))
          << whole;
    }
}

TEST_F(disk_search, finds_nothing_where_nothing_is) {
  EXPECT_TRUE(spellings_in("Ada Byron").empty());
  EXPECT_TRUE(spellings_in("").empty());
}

TEST_F(disk_search, refuses_what_stands_anywhere_by_chance) {
  EXPECT_THROW(search_disk(folder.path(), std::vector{std::string{"Ada"}}), std::invalid_argument);
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "storage/era_file.hpp"

#include "tests/support/files.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using test::refusal_text;
using testing::HasSubstr;

class era_file_test : public testing::Test {
protected:
  void write() { made = write_era_file(file, 3, master); }
  std::string refusal(std::uint32_t number = 3) const {
    return refusal_text([&] { read_era_file(file, number, master); });
  }

  test::temporary_directory folder;
  std::filesystem::path file = folder.path() / "era";
  crypto::sealing_key master{bytes(32, 7)};
  std::shared_ptr<const crypto::sealing_key> made;
};

TEST_F(era_file_test, gives_the_key_back_that_was_written) {
  write();
  const auto box = crypto::seal(*made, {}, as_bytes("text"));
  const auto read = read_era_file(file, 3, master);
  EXPECT_EQ(crypto::open(*read, {}, box), bytes({'t', 'e', 'x', 't'}));
  write();
  EXPECT_EQ(crypto::open(*made, {}, box), std::nullopt) << "the same key was made twice";
}

TEST_F(era_file_test, says_another_master_key_apart_from_damage) {
  write();
  const crypto::sealing_key other{bytes(32, 8)};
  EXPECT_THAT(refusal_text([&] { read_era_file(file, 3, other); }),
              HasSubstr("lies under another master key"));
  EXPECT_THAT(refusal(4), HasSubstr("is damaged")) << "its number is bound in";
}

TEST_F(era_file_test, finds_every_changed_octet_and_every_other_length) {
  write();
  const auto content = test::read_file(file).value();
  for (std::size_t at = 0; at < content.size(); ++at) {
    auto changed = content;
    changed[at] ^= 1U;
    test::write_file(file, changed);
    EXPECT_NE(refusal(), "nothing was thrown") << at;
  }
  for (const auto length : {std::size_t{0}, std::size_t{1}, content.size() - 1, content.size() + 1,
                            content.size() * 100}) {
    auto cut = content;
    cut.resize(length, 0x5a);
    test::write_file(file, cut);
    EXPECT_THAT(refusal(), HasSubstr("is damaged")) << length;
  }
}

TEST_F(era_file_test, is_blank_when_a_destruction_came_that_far_and_gone_after_it) {
  write();
  const auto size = std::filesystem::file_size(file);
  EXPECT_FALSE(is_blank_era_file(file));
  test::write_file(file, bytes(size));
  EXPECT_TRUE(is_blank_era_file(file));
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
  destroy_era_file(file);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_THAT(refusal_text([&] { destroy_era_file(file); }), HasSubstr("era"));
}

}
}

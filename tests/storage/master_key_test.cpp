// SPDX-License-Identifier: Apache-2.0
#include "storage/master_key.hpp"

#include "crypto/encoding.hpp"
#include "tests/support/files.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

using test::refusal_text;
using testing::HasSubstr;
using testing::Not;

const bytes key(32, 0xab);
const std::string hex = crypto::hex_encode(key);

class master_key_test : public testing::Test {
protected:
  /// A file with that content and those permissions.
  std::filesystem::path file(bytes_view content, mode_t mode = 0400) const {
    auto path = folder.path() / "master.key";
    std::filesystem::remove(path);
    test::write_file(path, content);
    ::chmod(path.c_str(), mode);
    return path;
  }

  static bool reads(const std::filesystem::path& path) {
    return std::ranges::equal(master_key_from_file(path).reveal(), key);
  }

  test::temporary_directory folder;
};

TEST_F(master_key_test, is_read_raw_or_as_hex) {
  EXPECT_TRUE(reads(file(key)));
  EXPECT_TRUE(reads(file(as_bytes(hex))));
  EXPECT_TRUE(reads(file(as_bytes(hex + "\n"))));
  EXPECT_TRUE(reads(file(key, 0600)));
}

TEST_F(master_key_test, other_content_is_refused_and_not_repeated) {
  for (const auto& content :
       {std::string{}, hex.substr(1), hex + "0", hex + "\n\n", hex + "\r\n", " " + hex,
        std::string(64, 'A'), std::string(33, 'k'), std::string(5000, 'a')}) {
    const auto text = refusal_text([&] { master_key_from_file(file(as_bytes(content))); });
    EXPECT_THAT(text, HasSubstr("does not hold a master key"));
    EXPECT_THAT(text, Not(HasSubstr("abab")));
  }
}

TEST_F(master_key_test, a_file_others_may_touch_is_refused) {
  for (const mode_t mode : {0440, 0404, 0410, 0420, 0602, 0644})
    EXPECT_THAT(refusal_text([&] { master_key_from_file(file(key, mode)); }),
                HasSubstr("can be read or written by others"));
}

TEST_F(master_key_test, a_file_of_another_account_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const auto path = file(key);
  ASSERT_EQ(::chown(path.c_str(), 12345, static_cast<gid_t>(-1)), 0);
  EXPECT_THAT(refusal_text([&] { master_key_from_file(path); }),
              HasSubstr("belongs to another account"));
}

TEST_F(master_key_test, what_is_no_plain_file_is_refused) {
  const auto link = folder.path() / "link";
  std::filesystem::create_symlink(file(key), link);
  EXPECT_THAT(refusal_text([&] { master_key_from_file(link); }), HasSubstr("cannot read"));
  EXPECT_THAT(refusal_text([&] { master_key_from_file(folder.path()); }),
              HasSubstr("not a regular file"));
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0400), 0);
  EXPECT_THAT(refusal_text([&] { master_key_from_file(pipe); }), HasSubstr("not a regular file"));
  EXPECT_THAT(refusal_text([&] { master_key_from_file(folder.path() / "none"); }),
              HasSubstr("No such file"));
}

TEST_F(master_key_test, a_credential_may_be_opened_to_a_group_but_not_to_all) {
  const auto read = [&] { return master_key_from_credential(folder.path(), "master.key"); };
  file(key, 0440);
  EXPECT_TRUE(std::ranges::equal(read().reveal(), key));
  for (const mode_t mode : {0444, 0460})
    EXPECT_THAT(refusal_text([&] {
                  file(key, mode);
                  read();
                }),
                HasSubstr("by others"));
}

TEST_F(master_key_test, a_credential_is_a_name_and_no_path) {
  file(key);
  for (const auto* name : {"", ".", "..", "../master.key", "/etc/passwd", "a/b"})
    EXPECT_THAT(refusal_text([&] { master_key_from_credential(folder.path(), name); }),
                HasSubstr("no such systemd credential"))
        << name;
  EXPECT_THAT(refusal_text([] { master_key_from_credential("", "master.key"); }),
              HasSubstr("no such systemd credential"));
}

TEST_F(master_key_test, comes_from_a_command) {
  const auto path = file(as_bytes(hex + "\n")).string();
  EXPECT_TRUE(std::ranges::equal(master_key_from_command({"/bin/cat", path}).reveal(), key));
  EXPECT_THAT(refusal_text([] {
                master_key_from_command({"/bin/echo", "abab"});
              }),
              testing::AllOf(HasSubstr("the output of the key command"), Not(HasSubstr("abab"))));
}

/// No file of this process can grow, for as long as it lives.
class no_room {
public:
  no_room() : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~no_room() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  no_room(const no_room&) = delete;
  no_room& operator=(const no_room&) = delete;

private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(master_key_test, a_new_one_that_finds_no_room_says_so_and_leaves_nothing) {
  const auto path = folder.path() / "new.key";
  const auto text = [&] {
    const no_room now;
    errno = 0;
    return refusal_text([&] { write_new_master_key(path); });
  }();
  EXPECT_THAT(text, HasSubstr("File too large"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(master_key_test, a_new_one_is_written_once) {
  const auto path = folder.path() / "new.key";
  write_new_master_key(path);
  struct stat seen {};
  ASSERT_EQ(::stat(path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07777, 0400U);
  const auto made = master_key_from_file(path);
  EXPECT_EQ(made.size(), 32U);
  EXPECT_THAT(refusal_text([&] { write_new_master_key(path); }), HasSubstr("File exists"));
  EXPECT_TRUE(std::ranges::equal(master_key_from_file(path).reveal(), made.reveal()));
}

}
}

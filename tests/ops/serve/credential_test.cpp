// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/credential.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

class credential_test : public testing::Test {
protected:
  fs::path written(const std::string& text, fs::perms open_to = fs::perms::owner_read) {
    const auto file = folder.path() / "operator.json";
    std::ofstream{file} << text;
    fs::permissions(file, open_to);
    return file;
  }
  static std::string why(const fs::path& file) {
    try {
      read_credential(file);
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "";
  }
  static constexpr auto whole =
      R"({"control":"https://api.x","issuer":"https://system.x","client_id":"o",)"
      R"("client_secret":"s3cret"})";

  test::temporary_directory folder;
};

TEST_F(credential_test, is_read) {
  const auto read = read_credential(written(whole));
  EXPECT_EQ(read.control, "https://api.x");
  EXPECT_EQ(read.issuer, "https://system.x");
  EXPECT_EQ(read.client_id, "o");
  EXPECT_EQ(read.client_secret, "s3cret");
  EXPECT_EQ(read.ca_file, "");
}

TEST_F(credential_test, is_its_owners_alone) {
  const auto told = why(written(whole, fs::perms::owner_read | fs::perms::group_read));
  EXPECT_NE(told.find("can be read by others"), std::string::npos) << told;
}

TEST_F(credential_test, that_cannot_be_read_says_so_without_what_is_in_it) {
  EXPECT_NE(why(folder.path() / "missing").find("is not at"), std::string::npos);
  EXPECT_NE(why(folder.path()).find("is not at"), std::string::npos);
  for (const auto* text : {"", "{}", "[]", R"({"client_secret":"s3cret"})", R"({"control":7})"}) {
    const auto told = why(written(text, fs::perms::owner_read | fs::perms::owner_write));
    EXPECT_NE(told.find("is no operator's credential"), std::string::npos) << text;
    EXPECT_EQ(told.find("s3cret"), std::string::npos);
  }
}

TEST_F(credential_test, is_written_for_its_owner_and_read_again) {
  const auto file = folder.path() / "operator.json";
  for (const auto* authority : {"", "/tls/ca.pem"}) {
    write_credential(file, {"https://api.x", "https://system.x", "o", "s", authority});
    const auto read = read_credential(file);
    EXPECT_EQ(read.control, "https://api.x");
    EXPECT_EQ(read.client_secret, "s");
    EXPECT_EQ(read.ca_file, authority);
  }
}

}
}

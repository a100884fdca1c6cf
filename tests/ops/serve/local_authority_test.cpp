// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_authority.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/whole_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

class local_authority : public testing::Test {
protected:
  local_certificates prepare(std::chrono::days later = {}) {
    return prepare_local_certificates(directory(), "muniment.localhost", now + later);
  }

  fs::path directory() const { return folder.path() / "tls"; }

  /// Whether a shell command succeeds in the directory of the certificates.
  bool runs(const std::string& command) const {
    return std::system(
               ("cd '" + directory().string() + "' && " + command + " >/dev/null 2>&1").c_str()) ==
           0;
  }

  bool verifies(const std::string& host) const {
    return runs("openssl verify -x509_strict -CAfile ca.pem -verify_hostname " + host +
                " server.pem");
  }

  test::temporary_directory folder;
  const std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
};

TEST_F(local_authority, signs_for_the_base_domain_and_what_is_right_below_it) {
  prepare();
  EXPECT_TRUE(verifies("muniment.localhost"));
  EXPECT_TRUE(verifies("demo.muniment.localhost"));
  EXPECT_FALSE(verifies("a.demo.muniment.localhost"));
  EXPECT_FALSE(verifies("example.com"));
}

TEST_F(local_authority, cannot_be_abused_for_other_names) {
  prepare();
  const auto issue = [&](const std::string& host) {
    return runs("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem"
                " -subj /CN=x -addext subjectAltName=DNS:" +
                host +
                " -out r.pem && openssl x509 -req -in r.pem -CA ca.pem -CAkey ca.key -days 9"
                " -copy_extensions copyall -out forged.pem");
  };
  ASSERT_TRUE(issue("evil.localhost"));
  EXPECT_TRUE(runs("openssl verify -CAfile ca.pem forged.pem")) << "or the test shows nothing";
  ASSERT_TRUE(issue("evil.example"));
  EXPECT_FALSE(runs("openssl verify -CAfile ca.pem forged.pem"));
}

TEST_F(local_authority, keeps_its_keys_to_itself) {
  const auto files = prepare();
  EXPECT_EQ(fs::status(directory()).permissions(), fs::perms::owner_all);
  const auto own = fs::perms::owner_read | fs::perms::owner_write;
  EXPECT_EQ(fs::status(files.key).permissions(), own);
  EXPECT_EQ(fs::status(directory() / "ca.key").permissions(), own);
}

TEST_F(local_authority, changes_nothing_until_the_servers_certificate_nears_its_end) {
  const auto files = prepare();
  const auto authority = test::whole_file(files.authority);
  const auto chain = test::whole_file(files.chain);
  prepare(std::chrono::days{300});
  EXPECT_EQ(test::whole_file(files.chain), chain);
  prepare(std::chrono::days{380});
  EXPECT_NE(test::whole_file(files.chain), chain);
  EXPECT_EQ(test::whole_file(files.authority), authority);
}

TEST_F(local_authority, makes_anew_what_was_cut_short) {
  const auto files = prepare();
  fs::resize_file(files.chain, 100);
  prepare();
  EXPECT_TRUE(verifies("demo.muniment.localhost"));
  fs::resize_file(files.authority, 100);
  prepare();
  EXPECT_TRUE(verifies("demo.muniment.localhost"));
}

TEST_F(local_authority, signs_for_no_domain_of_the_world) {
  EXPECT_THROW(prepare_local_certificates(directory(), "example.com", now), storage::startup_error);
}

}
}

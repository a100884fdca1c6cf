// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/certificate_files.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

TEST(certificate_files_test, are_there_and_the_key_is_not_everybodys) {
  const test::temporary_directory folder;
  settings values;
  const auto told = [&]() -> std::string {
    try {
      certificate_of(values);
    } catch (const storage::startup_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(told(), "no certificate is named");
  values.tls_certificate_file = (folder.path() / "chain.pem").string();
  values.tls_key_file = (folder.path() / "key.pem").string();
  EXPECT_EQ(told(), "the certificate is not at " + values.tls_certificate_file);
  std::ofstream{values.tls_certificate_file} << "chain";
  EXPECT_EQ(told(), "the certificate's key is not at " + values.tls_key_file);
  std::ofstream{values.tls_key_file} << "key";
  fs::permissions(values.tls_key_file, fs::perms::owner_read | fs::perms::others_read);
  EXPECT_EQ(told(), "the certificate's key " + values.tls_key_file + " is open to everybody");
  fs::permissions(values.tls_key_file, fs::perms::owner_read | fs::perms::group_read);
  EXPECT_EQ(told(), "");
  values.tls_minimum = "1.2";
  EXPECT_TRUE(certificate_of(values).allow_tls_1_2);
}

}
}

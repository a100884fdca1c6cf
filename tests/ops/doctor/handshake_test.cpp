// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/handshake.hpp"

#include "tests/support/free_port.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace muniment::doctor {
namespace {

using test::program;
using words = std::vector<std::string>;

/// A TLS server that is none of ours.
class handshake : public testing::Test {
protected:
  handshake() {
    test::write_certificate({.common_name = "x", .hosts = {"api.example.com"}}, files);
    test::write_certificate({.common_name = "y", .hosts = {"api.example.com"}}, others);
  }
  words server(const words& more = {}) const {
    words all{"/usr/bin/openssl",
              "s_server",
              "-www",
              "-accept",
              std::to_string(port),
              "-cert",
              files.certificate.string(),
              "-key",
              files.key.string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  handshake_state shaken(const std::string& host = "api.example.com") const {
    return shake_hands({"127.0.0.1", port, host, files.certificate, files.certificate});
  }

  test::temporary_directory folder;
  const test::certificate_files files{folder.path() / "a.pem", folder.path() / "a.key"};
  const test::certificate_files others{folder.path() / "b.pem", folder.path() / "b.key"};
  const std::uint16_t port = test::free_port();
};

TEST_F(handshake, needs_somebody_who_listens) { EXPECT_FALSE(shaken().listened); }

TEST_F(handshake, tells_version_trust_and_whose_certificate_it_is) {
  program listening(server());
  ASSERT_TRUE(listening.says("ACCEPT"));
  const auto seen = shaken();
  EXPECT_TRUE(seen.listened);
  EXPECT_EQ(seen.failure, "");
  EXPECT_EQ(seen.version, "TLSv1.3");
  EXPECT_EQ(seen.mistrust, "");
  EXPECT_TRUE(seen.same_certificate);
  EXPECT_EQ(shaken("other.com").mistrust, "hostname mismatch");
  const auto strange =
      shake_hands({"127.0.0.1", port, "api.example.com", others.certificate, others.certificate});
  EXPECT_NE(strange.mistrust, "");
  EXPECT_FALSE(strange.same_certificate);
}

TEST_F(handshake, fails_where_no_common_cipher_is_spoken) {
  program listening(server({"-tls1_2", "-cipher", "PSK", "-psk", "00"}));
  ASSERT_TRUE(listening.says("ACCEPT"));
  const auto seen = shaken();
  EXPECT_TRUE(seen.listened);
  EXPECT_NE(seen.failure, "");
}

}
}

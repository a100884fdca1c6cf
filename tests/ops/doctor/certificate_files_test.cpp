// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/certificate_files.hpp"

#include "tests/support/heard.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"
#include "tests/support/whole_file.hpp"

#include <fstream>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::system_clock;

class certificate_files_look : public testing::Test {
protected:
  certificate_files_look() {
    test::write_certificate({.common_name = "CA"}, ca);
    write({.common_name = "example.com", .hosts = {"example.com", "*.example.com"}, .signer = ca});
    fs::permissions(server.key, fs::perms{0600});
  }
  void write(const test::certificate_wish& wished) const {
    test::write_certificate(wished, server);
  }
  void chain(const std::vector<fs::path>& files) const {
    std::string text;
    for (const auto& each : files)
      text += as_text(test::whole_file(each));
    std::ofstream{chained} << text;
  }
  certificate_state read() const {
    return read_certificate(chained, server.key, {"example.com", "api.example.com"});
  }
  verdict of(const std::string& check) const {
    test::heard heard;
    heard.tell(judge_certificate(read(), system_clock::now()));
    return heard.verdict_of(check);
  }

  test::temporary_directory folder;
  const test::certificate_files ca{folder.path() / "ca.pem", folder.path() / "ca.key"};
  const test::certificate_files server{folder.path() / "server.pem", folder.path() / "server.key"};
  const fs::path chained = folder.path() / "chain.pem";
};

TEST_F(certificate_files_look, that_are_well_are_well) {
  chain({server.certificate, ca.certificate});
  const auto seen = read();
  ASSERT_EQ(seen.chain.size(), 2U);
  EXPECT_EQ(seen.chain[0].subject, "example.com");
  EXPECT_LT(seen.chain[0].ends, system_clock::now() + hours{2});
  EXPECT_TRUE(seen.in_order && seen.key_usable && seen.key_matches && !seen.key_open_to_others);
  EXPECT_TRUE(seen.unnamed.empty());
  EXPECT_EQ(of("key"), verdict::ok);
  EXPECT_EQ(of("expiry"), verdict::warning) << "within the month";
}

TEST_F(certificate_files_look, in_the_wrong_order_are_seen) {
  chain({server.certificate, server.certificate});
  EXPECT_EQ(of("chain"), verdict::failed);
  chain({ca.certificate, server.certificate});
  EXPECT_EQ(of("key"), verdict::failed) << "the first is not the server's own";
}

TEST_F(certificate_files_look, that_expired_or_name_others_are_seen) {
  write({.common_name = "old", .hosts = {"other.com"}, .begins = hours{-3}, .ends = hours{-1}});
  chain({server.certificate});
  EXPECT_EQ(of("expiry"), verdict::failed);
  EXPECT_EQ(of("names"), verdict::failed);
  EXPECT_EQ(read().unnamed, (std::vector<std::string>{"example.com", "api.example.com"}));
}

TEST_F(certificate_files_look, with_the_wrong_key_are_seen) {
  chain({server.certificate, ca.certificate});
  fs::permissions(server.key, fs::perms{0644});
  EXPECT_EQ(of("key"), verdict::failed);
  EXPECT_TRUE(read().key_open_to_others);
  fs::copy_file(ca.key, server.key, fs::copy_options::overwrite_existing);
  fs::permissions(server.key, fs::perms{0600});
  EXPECT_FALSE(read().key_matches);
  EXPECT_TRUE(read().key_usable);
  std::ofstream{server.key} << "no key";
  EXPECT_FALSE(read().key_usable);
}

TEST_F(certificate_files_look, that_are_not_there_are_seen) {
  fs::remove(chained);
  EXPECT_TRUE(read().chain.empty());
  EXPECT_EQ(of("chain"), verdict::failed);
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/log_files.hpp"
#include "tests/support/running_server.hpp"

/// The log that grows with every request does not fill the disk of a server that runs for ever. The
/// other one, where a good day leaves nothing, has the same sink.
namespace muniment {
namespace {

namespace fs = std::filesystem;

TEST(full_log, of_accesses_is_begun_anew) {
  test::running_server server;
  server.kill();
  fs::resize_file(server.data() / "access.log", ops::most_log_octets);
  server.start();
  const auto begun_anew = [&] { return fs::exists(server.data() / "access.1.log"); };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!begun_anew() && std::chrono::steady_clock::now() < until)
    server.fetched("demo", "/.well-known/openid-configuration");
  ASSERT_TRUE(begun_anew());
  EXPECT_EQ(fs::file_size(server.data() / "access.1.log"), ops::most_log_octets);
  EXPECT_LT(fs::file_size(server.data() / "access.log"), ops::most_log_octets);
}

}
}

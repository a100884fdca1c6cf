// SPDX-License-Identifier: Apache-2.0
#include "tests/support/running_server.hpp"

#include <gmock/gmock.h>

/// Without its key store a deployment stays shut: new keys would open nothing that is there.
namespace muniment {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(lost_keys, are_not_made_anew_over_workspaces) {
  test::running_server server;
  server.kill();
  const auto aside = server.folder.path() / "aside";
  fs::rename(server.keys(), aside);
  std::string told;
  try {
    server.start();
  } catch (const std::runtime_error& error) {
    told = error.what();
  }
  EXPECT_THAT(told, HasSubstr("muniment: there are no keys at " + server.keys().string() +
                              ", but the database holds workspaces\n  hint: restore "));
  EXPECT_FALSE(fs::exists(server.keys()));
  fs::rename(aside, server.keys());
  EXPECT_NO_THROW(server.start());
}

}
}

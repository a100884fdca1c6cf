// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/processes.hpp"

#include "storage/directory_lock.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <arpa/inet.h>
#include <fstream>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muniment::doctor {
namespace {

TEST(processes, that_hold_a_lock_are_found_without_taking_it) {
  const test::temporary_directory folder;
  EXPECT_FALSE(lock_holder(folder.path())) << "there is no lock";
  {
    const auto lock = storage::directory_lock::take(folder.path(), {"folder", ""});
    const auto holder = lock_holder(folder.path());
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->id, ::getpid());
    EXPECT_EQ(holder->program, "test_ops");
  }
  EXPECT_FALSE(lock_holder(folder.path())) << "the file names us, but it is not open";
}

TEST(processes, named_in_a_stale_lock_do_not_hold_it) {
  const test::temporary_directory folder;
  for (const auto* text : {"999999999", "1", "nonsense", "-4", ""}) {
    std::ofstream{folder.path() / "lock"} << text;
    EXPECT_FALSE(lock_holder(folder.path())) << text;
  }
}

TEST(processes, that_listen_on_a_port_are_found_without_listening) {
  const auto port = test::free_port();
  EXPECT_FALSE(holders_of(port).listened);
  const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listening, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
  ASSERT_EQ(::listen(listening, 1), 0);
  const auto found = holders_of(port);
  EXPECT_TRUE(found.listened);
  EXPECT_EQ(std::ranges::count(found.processes, ::getpid(), &process::id), 1);
  ::close(listening);
}

TEST(processes, are_named) { EXPECT_EQ(named({7, "muniment"}), "process 7 (muniment)"); }

}
}

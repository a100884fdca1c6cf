// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/service_notice.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muniment::ops {
namespace {

/// Somebody who listens at NOTIFY_SOCKET.
class listener {
public:
  explicit listener(const std::string& name) {
    file_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    bound = ::bind(file_, reinterpret_cast<const sockaddr*>(&address), size) == 0;
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  ~listener() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(file_);
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  std::string heard() const {
    char text[64];
    const auto size = ::recv(file_, text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
  }

  bool bound = false;

private:
  int file_ = -1;
};

TEST(service_notice_test, is_heard_at_a_path_and_in_the_abstract_namespace) {
  const test::temporary_directory folder;
  for (const auto& name :
       {(folder.path() / "notify").string(), "@muniment-test-" + std::to_string(::getpid())}) {
    const listener supervisor{name};
    ASSERT_TRUE(supervisor.bound) << name;
    notify_supervisor("READY=1");
    EXPECT_EQ(supervisor.heard(), "READY=1") << name;
    EXPECT_EQ(supervisor.heard(), "nothing");
  }
}

TEST(service_notice_test, harms_nobody_where_nobody_listens) {
  notify_supervisor("READY=1");
  for (const auto& name : {std::string{"/nowhere/notify"}, std::string(500, 'x'), std::string{}}) {
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    notify_supervisor("READY=1");
  }
  ::unsetenv("NOTIFY_SOCKET");
}

}
}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/upcast/previous.hpp"
#include "events/uuid.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muniment {

namespace session {

struct started;

namespace v1 {

/// Before it was known which client led to the login.
struct started {
  static constexpr std::string_view type = "session.started";
  static constexpr std::uint16_t version = 1;

  uuid user;
  bytes secret_digest;
  std::vector<std::string> methods;
  instant authenticated_at;
  instant expires_at;
  std::uint32_t idle_seconds{};
  friend bool operator==(const started&, const started&) = default;
};
BOOST_DESCRIBE_STRUCT(started, (),
                      (user, secret_digest, methods, authenticated_at, expires_at, idle_seconds))

}
}

template <>
struct previous<session::started> {
  using type = session::v1::started;
  static session::started upcast(type from);
};

}

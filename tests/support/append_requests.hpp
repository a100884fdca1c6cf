// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/append_request.hpp"
#include "events/catalogue.hpp"

namespace muniment::test {

inline const storage::schema_name here{*storage::deployment_tag::parse("test"), uuid{}};
inline const auto noon = from_microseconds(1'772'546'580'000'000);

/// An id that differs in one number, for readable tests.
inline uuid numbered(std::uint8_t number) {
  uuid id;
  id.octets[15] = number;
  return id;
}

/// A request that records, in a stream of its own, that a user was disabled: any fact will do.
inline append_request disabling(std::uint8_t user, std::size_t events = 1) {
  append_request request;
  request.category = user::category;
  request.stream = numbered(user);
  request.command = numbered(user);
  request.deadline = noon + std::chrono::hours{1};
  for (std::size_t count = 0; count < events; ++count)
    request.events.push_back({std::string{user::disabled::type},
                              user::disabled::version,
                              pack_event(user::disabled{}),
                              event_outcome::succeeded,
                              {}});
  return request;
}

/// A request in a stream of traffic.
inline append_request ending(std::uint8_t session) {
  auto request = disabling(session);
  request.category = session::category;
  request.events = {{std::string{session::ended::type},
                     session::ended::version,
                     pack_event(session::ended{session::session_end::logout}),
                     event_outcome::succeeded,
                     {}}};
  return request;
}

inline append_ptr shared(append_request request) {
  return std::make_shared<const append_request>(std::move(request));
}

}

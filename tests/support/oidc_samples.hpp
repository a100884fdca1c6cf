// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/uuid.hpp"

namespace muniment::test {

/// When the tests of the protocol happen, who signs in there and whom they trust: the same
/// everywhere, so that one test reads as the next.
inline const instant noon = *parse_instant("2026-03-03T12:00:00Z");
/// The same second, which is all that tokens tell.
inline const instant late_noon = *parse_instant("2026-03-03T12:00:00.999Z");
inline const uuid ada = uuid::random({1}), bob = uuid::random({2});
inline const uuid one_grant = uuid::random({7});
inline constexpr auto issuer = "https://demo.example";
inline constexpr auto issuer_at_port = "https://demo.example:8443";

}

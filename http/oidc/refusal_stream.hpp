// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <string>
#include <string_view>

namespace muniment::oidc {

/// What a refusal is counted under: an account, when it is one of ours, else an address, which is
/// an IPv4 address or a /64 of IPv6. What was typed as a name is never it, not even as a digest:
/// people type passwords there. Addresses of callers that are not the client they say count apart:
/// else whoever makes up enough of them has failed logins recorded no more, and those at names
/// that nobody has would be answered sooner than others.
enum class refused_party : unsigned char { account, address, caller };

/// The text whose keyed digest names the stream of a party's refusals of one UTC day.
std::string refusal_subject(refused_party kind, std::string_view party, instant now);

/// That stream's id: time-ordered like those of all traffic, by the day, and the same for the same
/// digest.
uuid refusal_stream(const crypto::hash& digest, instant now);

}

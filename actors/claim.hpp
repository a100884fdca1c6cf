// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string_view>

namespace muniment {

/// What must be unique in a workspace: a kind and the digest of the canonical value. Kept by the
/// append transaction; a number is never given to another kind.
enum class claim_kind : std::int16_t {
  user_name = 1,
  email,
  client_id,
  project_name,
  key_id,
};
BOOST_DESCRIBE_ENUM(claim_kind, user_name, email, client_id, project_name, key_id)

struct claim {
  claim_kind kind;
  bytes digest;
  friend bool operator==(const claim&, const claim&) = default;
};

/// The claim on a value that is not personal. Its digest is SHA-256 of the value, so that it can be
/// computed again from the event that made it; what is personal is digested under a key, at the
/// edge.
claim public_claim(claim_kind kind, std::string_view value);

}

// SPDX-License-Identifier: Apache-2.0
#include "actors/claim.hpp"

#include "crypto/digest.hpp"

namespace muniment {

claim public_claim(claim_kind kind, std::string_view value) {
  const auto digest = crypto::sha256(as_bytes(value));
  return {kind, {digest.begin(), digest.end()}};
}

}

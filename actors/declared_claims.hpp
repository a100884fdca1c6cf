// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/claim.hpp"
#include "events/codec/body.hpp"

#include <string_view>
#include <vector>

namespace muniment {

/// A claim as a stored event declares it.
struct declared_claim {
  claim_kind kind;
  bytes digest;                    ///< or, of what is personal, the box that holds it
  std::string_view sealed_field{}; ///< whose box it is (events/sealing.hpp); empty: it is none
  friend bool operator==(const declared_claim&, const declared_claim&) = default;
};

/// What an event does to the claims of its own stream: first it gives up those of some kinds.
struct claim_declaration {
  std::vector<claim_kind> released;
  std::vector<declared_claim> taken;
};

/// What an event declares; most declare nothing. An error when one that may cannot be read. Pure.
decoded<claim_declaration> declared_claims(const record& from);

}

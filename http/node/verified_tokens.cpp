// SPDX-License-Identifier: Apache-2.0
#include "http/node/verified_tokens.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace muniment::http {

std::size_t verified_tokens::first_octets::operator()(const crypto::hash& name) const {
  std::size_t number = 0;
  std::memcpy(&number, name.data(), sizeof number);
  return number;
}

crypto::hash verified_tokens::name_of(std::string_view typ, std::string_view token) {
  std::string both;
  both.reserve(typ.size() + 1 + token.size());
  both.append(typ).append(" ").append(token);
  return crypto::sha256(as_bytes(both));
}

claims_set verified_tokens::find(const crypto::hash& name, const key_set& keys) {
  if (const auto found = newer_.find(name); found != newer_.end())
    return found->second.keys == keys ? found->second.claims : nullptr;
  const auto found = older_.find(name);
  if (found == older_.end() || found->second.keys != keys) return nullptr;
  auto claims = found->second.claims;
  keep(name, keys, claims);
  return claims;
}

void verified_tokens::keep(const crypto::hash& name, key_set keys, claims_set claims) {
  if (newer_.size() >= most_in_half_) older_ = std::exchange(newer_, {});
  newer_.insert_or_assign(name, entry{std::move(keys), std::move(claims)});
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/encoding.hpp"
#include "crypto/jwk.hpp"
#include "tests/support/files.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <string>

namespace muniment::crypto::jose {

/// tests/vectors/jose/published.json.
inline boost::json::object published() {
  std::ifstream in(test::in_source("tests/vectors/jose/published.json"));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return boost::json::parse(text).as_object();
}

inline verification_key key_of(const boost::json::object& entry) {
  return parse_jwk(entry.at("jwk").as_object()).value();
}

/// Whether the signature of a compact token is the key's, whatever its header and payload say.
inline bool is_signed_by(const verification_key& key, std::string_view token) {
  const auto dot = token.rfind('.');
  const auto signature = base64url_decode(token.substr(dot + 1)).value();
  return key.verify(as_bytes(token.substr(0, dot)), signature);
}

}

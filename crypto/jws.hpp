// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/signing_key.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <span>

/// Signed claims in compact JWS form (RFC 7515, RFC 7519), by the rules of RFC 8725. Any thread.
namespace muniment::crypto {

/// Longest token that is made or read, in letters.
inline constexpr std::size_t max_token_size = std::size_t{16} * 1024;

/// The claims, the text of a JSON object, signed as they are under the header {alg, typ, kid}.
/// Throws std::length_error beyond max_token_size.
std::string sign(const signing_key& key, std::string_view typ, std::string_view claims);

enum class verify_error {
  too_large,        ///< longer than max_token_size
  malformed,        ///< not three canonical base64url parts around strict JSON objects
  unknown_key,      ///< no kid, or none of the given keys has it
  wrong_algorithm,  ///< alg is not the one the key record names
  wrong_type,       ///< typ is missing or another one
  forbidden_header, ///< the header brings its own key, or asks for an extension
  bad_signature,
};

/// The claims, once everything about the token but its claims is found good. The key is the first
/// with the kid of the header, and the algorithm is that key's: the header only has to agree. typ
/// is compared without case and without a leading "application/" (RFC 7515 section 4.1.9). Times,
/// issuer and audience are the caller's to check: there is no clock here.
boost::system::result<boost::json::object, verify_error>
verify(std::string_view token, std::span<const verification_key> keys,
       std::string_view expected_typ);

}

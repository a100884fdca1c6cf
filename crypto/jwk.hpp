// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "crypto/signing_key.hpp"

#include <boost/json/fwd.hpp>

/// Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037). Pure; any thread.
namespace muniment::crypto {

/// Members kty, use ("sig"), alg, kid, and n, e or crv, x, y. Never a private one.
boost::json::object public_jwk(const verification_key& key);

/// Longest kid that is read.
inline constexpr std::size_t max_kid_size = 256;

/// Reads a public signature key. alg and kid are required here, though optional in the RFC: a key
/// without them could be used for more than one purpose. Nothing if alg is unknown or does not fit
/// kty and crv, use is not "sig", key_ops lacks "verify", a private or symmetric member is there,
/// or a number is spelled with superfluous bytes. Unknown members are ignored, as the RFC demands.
std::optional<verification_key> parse_jwk(const boost::json::object& jwk);

/// SHA-256 thumbprint (RFC 7638 section 3): of the key alone, whatever its kid and algorithm.
hash thumbprint(const verification_key& key);

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct evp_pkey_st;
struct evp_md_ctx_st;

/// Keys that sign, each bound for life to a name and one algorithm. Values: copies share the key
/// itself, which nothing changes, so all threads may use them at once.
namespace muniment::crypto {

/// JWS algorithms (RFC 7518 section 3.1, RFC 8037 section 3.1), spelled as there.
enum class algorithm { RS256, PS256, ES256, EdDSA };

/// The names the RFCs give them, in the order of the enumeration: all that is signed with here.
inline constexpr std::array<std::string_view, 4> algorithm_names{"RS256", "PS256", "ES256",
                                                                 "EdDSA"};

/// The name the RFCs give it.
std::string_view to_string(algorithm name);

/// Exact and case-sensitive; nothing for any other text, "none" among them.
std::optional<algorithm> parse_algorithm(std::string_view name);

/// The public half. RSA keys have 2,048 to 8,192 bits and an odd exponent of 3 to 64 bits; ES256
/// means P-256, EdDSA means Ed25519.
class verification_key {
public:
  /// Reads a SubjectPublicKeyInfo; nothing if it is malformed, has anything after it, or is no
  /// key for that algorithm.
  static std::optional<verification_key> from_public_der(std::string kid, algorithm use,
                                                         bytes_view der);
  bytes to_public_der() const;

  const std::string& kid() const { return kid_; }
  algorithm use() const { return use_; }

  /// Whether the signature over the data is this key's. ES256 signatures are r ‖ s, 64 bytes;
  /// PS256 salts are 32 bytes. Any input is lawful.
  bool verify(bytes_view data, bytes_view signature) const;

  /// The key inside, for jwk.cpp; owned by this object.
  evp_pkey_st* native() const { return key_.get(); }

private:
  verification_key(std::string kid, algorithm use, std::shared_ptr<evp_pkey_st> key);

  std::string kid_;
  algorithm use_;
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<const evp_md_ctx_st> verifying_;
};

/// The private key.
class signing_key {
public:
  /// A new key. rsa_bits is 2048, 3072 or 4096 (else std::invalid_argument) and concerns RS256 and
  /// PS256 only. An RSA key takes 0.1 to several seconds: off the request path.
  static signing_key generate(std::string kid, algorithm use, unsigned rsa_bits = 2048);

  /// Reads a PKCS #8 PrivateKeyInfo, under the same rules as a public key. Whether private and
  /// public half belong together is not checked: stored keys are sealed.
  static std::optional<signing_key> from_private_der(std::string kid, algorithm use,
                                                     bytes_view der);
  secret_bytes to_private_der() const;

  const std::string& kid() const { return public_.kid(); }
  algorithm use() const { return public_.use(); }

  /// The public half under the same name; holds nothing of the private one.
  const verification_key& verification() const { return public_; }

  /// Signs as verification_key::verify expects it.
  bytes sign(bytes_view data) const;

private:
  signing_key(std::string kid, algorithm use, std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> private_;
  std::shared_ptr<const evp_md_ctx_st> signing_;
  verification_key public_;
};

}

// SPDX-License-Identifier: Apache-2.0
#include "crypto/jwk.hpp"

#include "crypto/encoding.hpp"
#include "crypto/openssl.hpp"

#include <boost/json.hpp>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <algorithm>

namespace muniment::crypto {
namespace {

using detail::check;
using parameter_builder = std::unique_ptr<OSSL_PARAM_BLD, detail::freed_by<OSSL_PARAM_BLD_free>>;
using parameter_list = std::unique_ptr<OSSL_PARAM, detail::freed_by<OSSL_PARAM_free>>;

constexpr std::size_t field_size = 32; // coordinates of P-256 and points of Ed25519
constexpr std::size_t most_number_size = 1024;

// A number of the key as big-endian bytes: `size` of them, or as many as needed when 0.
std::string number_member(EVP_PKEY* key, const char* name, std::size_t size = 0) {
  BIGNUM* read = nullptr;
  check(EVP_PKEY_get_bn_param(key, name, &read) == 1, "read a key's number");
  const detail::big_number number(read);
  if (size == 0) size = static_cast<std::size_t>(BN_num_bytes(number.get()));
  bytes digits(size);
  check(BN_bn2binpad(number.get(), digits.data(), static_cast<int>(size)) == static_cast<int>(size),
        "write a key's number");
  return base64url_encode(digits);
}

std::string raw_member(EVP_PKEY* key) {
  bytes point(field_size);
  std::size_t size = point.size();
  check(EVP_PKEY_get_raw_public_key(key, point.data(), &size) == 1 && size == field_size,
        "read an Ed25519 key");
  return base64url_encode(point);
}

// The members a thumbprint covers, in the alphabetical order it wants.
boost::json::object required_members(const verification_key& key) {
  switch (key.use()) {
  case algorithm::RS256:
  case algorithm::PS256:
    return {{"e", number_member(key.native(), OSSL_PKEY_PARAM_RSA_E)},
            {"kty", "RSA"},
            {"n", number_member(key.native(), OSSL_PKEY_PARAM_RSA_N)}};
  case algorithm::ES256:
    return {{"crv", "P-256"},
            {"kty", "EC"},
            {"x", number_member(key.native(), OSSL_PKEY_PARAM_EC_PUB_X, field_size)},
            {"y", number_member(key.native(), OSSL_PKEY_PARAM_EC_PUB_Y, field_size)}};
  case algorithm::EdDSA:
    return {{"crv", "Ed25519"}, {"kty", "OKP"}, {"x", raw_member(key.native())}};
  }
  return {};
}

std::string_view text_member(const boost::json::object& jwk, std::string_view name) {
  const auto* value = jwk.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return value->get_string();
}

bool is_for_verifying(const boost::json::object& jwk) {
  for (const auto* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    if (jwk.contains(secret)) return false;
  if (jwk.contains("use") && text_member(jwk, "use") != "sig") return false;
  const auto* operations = jwk.if_contains("key_ops");
  if (operations == nullptr) return true;
  const auto* list = operations->if_array();
  return list != nullptr && std::ranges::find(*list, boost::json::value("verify")) != list->end();
}

// Big-endian digits without superfluous zeroes (RFC 7518 section 2); null if they are not that.
detail::big_number parse_number(std::string_view member) {
  const auto digits = base64url_decode(member);
  if (!digits || digits->empty() || digits->size() > most_number_size || digits->front() == 0)
    return nullptr;
  detail::big_number number(BN_bin2bn(digits->data(), static_cast<int>(digits->size()), nullptr));
  check(number != nullptr, "allocate a number");
  return number;
}

detail::owned_key key_from(const char* type, const OSSL_PARAM_BLD* builder) {
  const parameter_list parameters(OSSL_PARAM_BLD_to_param(const_cast<OSSL_PARAM_BLD*>(builder)));
  const detail::key_context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  check(parameters != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1,
        "prepare a public key");
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    detail::forget_errors();
  return detail::owned_key(key);
}

parameter_builder new_builder() {
  parameter_builder builder(OSSL_PARAM_BLD_new());
  check(builder != nullptr, "allocate parameters");
  return builder;
}

detail::owned_key parse_rsa(const boost::json::object& jwk) {
  const auto n = parse_number(text_member(jwk, "n")), e = parse_number(text_member(jwk, "e"));
  if (text_member(jwk, "kty") != "RSA" || !n || !e) return nullptr;
  const auto builder = new_builder();
  check(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
            OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1,
        "give RSA parameters");
  return key_from("RSA", builder.get());
}

std::optional<bytes> parse_field(const boost::json::object& jwk, std::string_view name) {
  auto field = base64url_decode(text_member(jwk, name));
  if (field && field->size() != field_size) field.reset();
  return field;
}

detail::owned_key parse_p256(const boost::json::object& jwk) {
  const auto x = parse_field(jwk, "x"), y = parse_field(jwk, "y");
  if (text_member(jwk, "kty") != "EC" || text_member(jwk, "crv") != "P-256" || !x || !y)
    return nullptr;
  bytes point{0x04}; // uncompressed
  point.insert(point.end(), x->begin(), x->end());
  point.insert(point.end(), y->begin(), y->end());
  const auto builder = new_builder();
  check(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) ==
                1 &&
            OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                             point.size()) == 1,
        "give EC parameters");
  return key_from("EC", builder.get());
}

detail::owned_key parse_ed25519(const boost::json::object& jwk) {
  const auto x = parse_field(jwk, "x");
  if (text_member(jwk, "kty") != "OKP" || text_member(jwk, "crv") != "Ed25519" || !x)
    return nullptr;
  return detail::owned_key(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, x->data(), x->size()));
}

detail::owned_key parse_key(const boost::json::object& jwk, algorithm use) {
  switch (use) {
  case algorithm::RS256:
  case algorithm::PS256:
    return parse_rsa(jwk);
  case algorithm::ES256:
    return parse_p256(jwk);
  case algorithm::EdDSA:
    return parse_ed25519(jwk);
  }
  return nullptr;
}

}

boost::json::object public_jwk(const verification_key& key) {
  auto jwk = required_members(key);
  jwk["use"] = "sig";
  jwk["alg"] = to_string(key.use());
  jwk["kid"] = key.kid();
  return jwk;
}

std::optional<verification_key> parse_jwk(const boost::json::object& jwk) {
  const auto use = parse_algorithm(text_member(jwk, "alg"));
  const auto kid = text_member(jwk, "kid");
  if (!use || kid.empty() || kid.size() > max_kid_size || !is_for_verifying(jwk))
    return std::nullopt;
  const auto key = parse_key(jwk, *use);
  if (!key) return std::nullopt;
  return verification_key::from_public_der(std::string(kid), *use,
                                           detail::write_public_der(key.get()));
}

hash thumbprint(const verification_key& key) {
  return sha256(as_bytes(boost::json::serialize(required_members(key))));
}

}

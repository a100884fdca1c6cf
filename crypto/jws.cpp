// SPDX-License-Identifier: Apache-2.0
#include "crypto/jws.hpp"

#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muniment::crypto {
namespace {

// What would let a token choose its own key, or change what the signature covers.
constexpr std::array forbidden_members{"jwk", "jku", "x5u", "x5c", "crit", "b64"};

struct compact_token {
  std::string_view signed_part, header, claims, signature;
};

std::optional<compact_token> split_token(std::string_view token) {
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  // A third dot stays in the signature part, whose decoder refuses it.
  if (second == std::string_view::npos) return std::nullopt;
  return compact_token{token.substr(0, second), token.substr(0, first),
                       token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

std::optional<boost::json::object> decode_object(std::string_view part) {
  const auto text = base64url_decode(part);
  if (!text) return std::nullopt;
  return parse_strict_object(as_text(*text));
}

std::optional<std::string_view> text_member(const boost::json::object& header,
                                            std::string_view name) {
  const auto* value = header.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string media_type(std::string_view typ) {
  std::string type(typ);
  std::ranges::transform(type, type.begin(), lower);
  constexpr std::string_view prefix = "application/";
  if (type.starts_with(prefix) && type.find('/', prefix.size()) == std::string::npos)
    type.erase(0, prefix.size());
  return type;
}

boost::system::result<const verification_key*, verify_error>
choose_key(const boost::json::object& header, std::span<const verification_key> keys) {
  const auto kid = text_member(header, "kid");
  if (!kid) return verify_error::unknown_key;
  const auto key = std::ranges::find(keys, *kid, &verification_key::kid);
  if (key == keys.end()) return verify_error::unknown_key;
  if (text_member(header, "alg") != to_string(key->use())) return verify_error::wrong_algorithm;
  return &*key;
}

}

std::string sign(const signing_key& key, std::string_view typ, std::string_view claims) {
  const boost::json::object header{{"alg", to_string(key.use())}, {"typ", typ}, {"kid", key.kid()}};
  auto token = base64url_encode(as_bytes(boost::json::serialize(header))) + "." +
               base64url_encode(as_bytes(claims));
  token += "." + base64url_encode(key.sign(as_bytes(token)));
  if (token.size() > max_token_size)
    throw std::length_error("the claims are too large for a token");
  return token;
}

boost::system::result<boost::json::object, verify_error>
verify(std::string_view token, std::span<const verification_key> keys,
       std::string_view expected_typ) {
  if (token.size() > max_token_size) return verify_error::too_large;
  const auto parts = split_token(token);
  if (!parts) return verify_error::malformed;
  const auto header = decode_object(parts->header);
  const auto signature = base64url_decode(parts->signature);
  if (!header || !signature) return verify_error::malformed;
  for (const auto* name : forbidden_members)
    if (header->contains(name)) return verify_error::forbidden_header;
  const auto key = choose_key(*header, keys);
  if (!key) return key.error();
  const auto typ = text_member(*header, "typ");
  if (!typ || typ->empty() || media_type(*typ) != media_type(expected_typ))
    return verify_error::wrong_type;
  if (!(*key)->verify(as_bytes(parts->signed_part), *signature)) return verify_error::bad_signature;
  auto claims = decode_object(parts->claims);
  if (!claims) return verify_error::malformed;
  return *std::move(claims);
}

}

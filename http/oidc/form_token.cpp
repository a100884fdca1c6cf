// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/form_token.hpp"

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "events/codec/msgpack.hpp"

namespace muniment::oidc {
namespace {

bytes binding(std::string_view form, std::string_view held) {
  const auto name = crypto::sha256(as_bytes(form));
  const auto digest = crypto::sha256_stream().update(name).update(as_bytes(held)).finish();
  return {digest.begin(), digest.end()};
}

}

form_token make_form_token(std::string_view form, std::string_view held, instant now) {
  return {binding(form, held), now + form_lifetime};
}

bool proves(bytes_view opened, std::string_view form, std::string_view held, instant now) {
  const auto token = unpack<form_token>(opened);
  return token && now < token->expires_at &&
         crypto::equal_in_constant_time(token->bound_to, binding(form, held));
}

}

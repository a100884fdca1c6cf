// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/password_ticket.hpp"

#include "crypto/digest.hpp"
#include "events/codec/msgpack.hpp"

namespace muniment::oidc {
namespace {

bytes digest_of(std::string_view hash) {
  const auto digest = crypto::sha256(as_bytes(hash));
  return {digest.begin(), digest.end()};
}

}

password_ticket make_ticket(const uuid& user, std::string_view hash, instant now) {
  return {user, digest_of(hash), now + ticket_lifetime};
}

std::optional<password_ticket> read_ticket(bytes_view opened, instant now) {
  auto ticket = unpack<password_ticket>(opened);
  if (!ticket || now >= ticket->expires_at) return {};
  return std::move(*ticket);
}

bool is_of(const password_ticket& ticket, std::string_view hash) {
  return ticket.proven == digest_of(hash);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_mark.hpp"

#include "crypto/random.hpp"
#include "http/oidc/refresh_token.hpp"

namespace muniment::oidc {
namespace {

asio::awaitable<crypto::hash> mark_of(workspace_door& at, uuid grant, crypto::hash secret) {
  auto text = marked_text(grant, secret);
  std::string purpose = "refresh_token_mark";
  const auto mark = co_await at.lookup_digest(std::move(purpose), std::move(text));
  co_return mark;
}

}

asio::awaitable<std::string> marked_refresh_token(workspace_door& at, uuid grant,
                                                  crypto::hash secret) {
  const auto mark = co_await mark_of(at, grant, secret);
  co_return refresh_token(grant, secret, mark);
}

asio::awaitable<std::string> new_refresh_token(workspace_door& at, uuid grant) {
  crypto::hash secret;
  crypto::secret_fill(secret);
  co_return co_await marked_refresh_token(at, grant, secret);
}

asio::awaitable<bool> is_marked(workspace_door& at, std::string token) {
  const auto parts = parse_refresh_token(token);
  if (!parts || parts->mark.empty()) co_return false;
  const auto mark = co_await mark_of(at, parts->grant, parts->secret);
  co_return bear(*parts, mark);
}

}

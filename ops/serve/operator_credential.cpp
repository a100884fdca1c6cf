// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/operator_credential.hpp"

#include "crypto/random.hpp"
#include "http/admin/clients.hpp"
#include "ops/serve/credential.hpp"
#include "ops/serve/first_entries.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;

constexpr auto client_name = "operator";

/// The secret of an earlier start; a new one when there was none.
std::string secret_in(const fs::path& file) {
  constexpr std::size_t secret_octets = 32;
  if (!fs::exists(file)) return crypto::random_token(secret_octets);
  return read_credential(file).client_secret;
}

asio::awaitable<void> enter(service& server, std::string secret) {
  co_await ensure_workspace(server, "system", "System");
  const auto at = co_await server.node().workspaces().find("system");
  if (!at) throw http::workspace_unavailable{};
  http::new_client wanted;
  wanted.client_id = client_name;
  wanted.name = "The operator of this deployment";
  wanted.kind = client::client_type::service;
  wanted.scopes = {"admin:read", "admin:write"};
  wanted.algorithm = server.node().key_terms().algorithm;
  wanted.third_party = false;
  wanted.secret = std::move(secret);
  const auto entered = co_await http::register_client(*at, std::move(wanted), the_system());
  expect_entered("the operator's client", entered.why);
}

}

void prepare_operator(service& server, const fs::path& file, const fs::path& authority) {
  auto secret = secret_in(file);
  write_credential(file, {server.control_origin(), server.issuer_of("system"), client_name, secret,
                          authority.string()});
  try {
    server.wait_for(enter(server, std::move(secret)));
  } catch (const http::workspace_unavailable&) {
    throw storage::startup_error{"the workspace system does not wake",
                                 "start again; the log tells more"};
  }
}

}

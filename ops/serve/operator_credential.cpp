// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/operator_credential.hpp"

#include "crypto/random.hpp"
#include "http/admin/clients.hpp"
#include "ops/serve/credential.hpp"
#include "ops/serve/first_entries.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;

constexpr auto client_name = "operator";

bool has_system(service& server) {
  try {
    return storage::find_workspace(server.node().connections(), "system").has_value();
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(), "start again; the log tells more"};
  }
}

/// False when the client was there already.
asio::awaitable<bool> enter(service& server, std::string secret) {
  co_await ensure_workspace(server, "system", "System");
  const auto at = co_await server.node().workspaces().find("system");
  if (!at) throw http::workspace_unavailable{"the workspace is not there"};
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
  co_return entered.why.empty();
}

}

operator_found prepare_operator(service& server, const fs::path& file, const fs::path& authority) {
  constexpr std::size_t secret_octets = 32;
  const bool known = fs::exists(file);
  if (!known && has_system(server)) return operator_found::elsewhere;
  auto secret = known ? read_credential(file).client_secret : crypto::random_token(secret_octets);
  write_credential(file, {server.control_origin(), server.issuer_of("system"), client_name, secret,
                          authority.string()});
  try {
    const bool entered = server.wait_for(enter(server, std::move(secret)));
    if (entered || known) return operator_found::here;
  } catch (const http::workspace_unavailable&) {
    return operator_found::not_now;
  }
  // Another server was faster: what is in the file opens nothing.
  fs::remove(file);
  return operator_found::elsewhere;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/operator_credential.hpp"

#include "actors/claim.hpp"
#include "crypto/random.hpp"
#include "http/admin/clients.hpp"
#include "http/oidc/client_authentication.hpp"
#include "ops/serve/first_entries.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "storage/startup_error.hpp"

#include <spdlog/spdlog.h>

#include <utility>

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

credential fresh_credential() {
  constexpr std::size_t secret_octets = 32;
  credential fresh;
  fresh.client_id = client_name;
  fresh.client_secret = crypto::random_token(secret_octets);
  return fresh;
}

/// Without `system` no such client was ever entered, and once that is made none is made any more.
void demand_operator_of(service& server, const credential& kept, const fs::path& file) {
  if (kept.client_id == client_name || has_system(server)) return;
  throw storage::startup_error{file.string() + " names the client " + kept.client_id +
                                   ", and this deployment has no operator yet",
                               "move that file away: the first start makes one"};
}

http::new_client operators_client(service& server, std::string secret) {
  http::new_client wanted;
  wanted.client_id = client_name;
  wanted.name = "The operator of this deployment";
  wanted.kind = client::client_type::service;
  wanted.scopes = {"admin:read", "admin:write"};
  wanted.algorithm = server.node().key_terms().algorithm;
  wanted.third_party = false;
  wanted.secret = std::move(secret);
  return wanted;
}

/// What the token endpoint would say to it. Deleted clients have rows too: where one is missing, it
/// is only not to be read yet.
asio::awaitable<bool> opens(http::workspace_door& at, const credential& kept) {
  auto named = public_claim(claim_kind::client_id, kept.client_id);
  const auto id = co_await at.holder(std::move(named));
  if (!id) co_return false;
  const auto known = co_await at.client(*id);
  if (!known) throw http::workspace_unavailable{"the operator's client is not to be read yet"};
  const auto digest = co_await at.client_secret_digest(*id, kept.client_secret);
  const oidc::presented_client presented{client::client_authentication::client_secret_basic,
                                         kept.client_id, kept.client_secret};
  co_return oidc::authenticated(*known, presented, digest);
}

/// Whether the credential opens `system` afterwards. An answer may have been lost, so that a client
/// which is there already may be the one that an earlier try entered.
asio::awaitable<bool> enter(service& server, credential kept) {
  co_await ensure_workspace(server, "system", "System");
  const auto at = co_await server.node().workspaces().find("system");
  if (!at) throw http::workspace_unavailable{"the workspace is not there"};
  if (kept.client_id == client_name) {
    auto wanted = operators_client(server, kept.client_secret);
    const auto entered = co_await http::register_client(*at, std::move(wanted), the_system());
    expect_entered("the operator's client", entered.why);
    if (entered.why.empty()) co_return true;
  }
  co_return co_await opens(*at, kept);
}

}

operator_entry::operator_entry(service& server, fs::path file, fs::path authority)
    : server_{server}, file_{std::move(file)}, authority_{std::move(authority)} {}

operator_found operator_entry::prepare() {
  const bool known = fs::exists(file_);
  if (!known && has_system(server_)) return operator_found::elsewhere;
  auto kept = known ? read_credential(file_) : fresh_credential();
  const auto before = kept;
  if (!std::exchange(tried_, true)) demand_operator_of(server_, kept, file_);
  kept.control = server_.control_origin();
  kept.issuer = server_.issuer_of("system");
  kept.ca_file = authority_.string();
  if (!known) made_ = kept.client_secret;
  // A file that has it all may have another secret meanwhile, or be a link. A fresh one lacks its
  // addresses.
  if (kept != before) write_credential(file_, kept);
  const auto found = entered(kept);
  if (found == operator_found::not_now && !known)
    spdlog::warn("whether {} opens this deployment is not known yet: the workspace system does "
                 "not wake here; `muniment doctor` tries it, and another server that was "
                 "started too may have made its own",
                 file_.string());
  return found;
}

operator_found operator_entry::entered(const credential& kept) {
  try {
    if (server_.wait_for(enter(server_, kept))) return operator_found::here;
  } catch (const http::workspace_unavailable&) {
    return operator_found::not_now;
  }
  if (made_ != kept.client_secret) return operator_found::refused;
  fs::remove(file_);
  spdlog::warn("{} was removed: it opened nothing, since another server was faster",
               file_.string());
  return operator_found::elsewhere;
}

}

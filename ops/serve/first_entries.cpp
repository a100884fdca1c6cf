// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/first_entries.hpp"

#include "http/control/create_workspace.hpp"
#include "ops/serve/issuers.hpp"
#include "storage/startup_error.hpp"

#include <spdlog/spdlog.h>

namespace muniment::ops {

acting_party the_system() { return {actor_kind::system, {}, "none", {}}; }

void expect_entered(const std::string& what, const std::string& why) {
  if (why.empty() || why == "already_exists" || why == "name_taken") return;
  throw storage::startup_error{what + " cannot be made: " + why,
                               "this should not happen; please report it"};
}

asio::awaitable<void> ensure_workspace(service& server, std::string slug, std::string name) {
  http::new_workspace wanted{slug, server.issuer_of(slug), std::move(name)};
  const auto made = co_await http::create_workspace(server.node(), std::move(wanted), the_system());
  expect_entered("the workspace " + slug, made.why);
  const bool has_its_issuer = co_await update_issuer(server, slug);
  if (!has_its_issuer)
    spdlog::warn("the workspace {} cannot have the issuer of the settings: another one has it",
                 slug);
}

}

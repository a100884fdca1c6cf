// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/issuers.hpp"

#include "http/control/rename_workspace.hpp"
#include "ops/serve/first_entries.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

asio::awaitable<bool> has_another_issuer(service& server, std::string slug) {
  const auto at = co_await server.node().workspaces().find(slug);
  co_return at && at->identity().issuer != server.issuer_of(slug);
}

asio::awaitable<void> update_issuer(service& server, std::string slug) {
  const bool another = co_await has_another_issuer(server, slug);
  if (!another) co_return;
  auto issuer = server.issuer_of(slug);
  const auto renamed =
      co_await http::rename_workspace(server.node(), slug, slug, std::move(issuer), the_system());
  expect_entered("the issuer of the workspace " + slug, renamed.why);
}

void update_issuers_but_systems(service& server) {
  constexpr std::size_t page = 200;
  uuid after;
  try {
    for (;;) {
      const auto places = storage::read_workspaces(server.node().connections(), after, page);
      for (const auto& each : places)
        if (each.slug != "system") server.wait_for(update_issuer(server, each.slug));
      if (places.size() < page) return;
      after = places.back().id;
    }
  } catch (const http::workspace_unavailable&) {
    throw storage::startup_error{"a workspace does not wake, and needs the issuer of this port",
                                 "start again; the log tells more"};
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(), "start again; the log tells more"};
  }
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/issuers.hpp"

#include "http/control/rename_workspace.hpp"
#include "http/server/problems.hpp"
#include "ops/serve/first_entries.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "storage/startup_error.hpp"

#include <limits>

namespace muniment::ops {

namespace {

asio::awaitable<bool> has_another_issuer(service& server, std::string slug) {
  const auto at = co_await server.node().workspaces().find(slug);
  co_return at && at->identity().issuer != server.issuer_of(slug);
}

/// How many wait for the issuer that another has.
std::size_t update_each(service& server) {
  constexpr std::size_t page = 200;
  std::size_t waiting = 0;
  uuid after;
  for (;;) {
    const auto places = storage::read_workspaces(server.node().connections(), after, page);
    for (const auto& each : places)
      waiting += server.wait_for(update_issuer(server, each.slug)) ? 0 : 1;
    if (places.size() < page) return waiting;
    after = places.back().id;
  }
}

std::string named(const std::vector<std::string>& slugs) {
  std::string all;
  for (const auto& each : slugs)
    all += (all.empty() ? "" : ", ") + each;
  return all;
}

}

asio::awaitable<bool> update_issuer(service& server, std::string slug) {
  const bool another = co_await has_another_issuer(server, slug);
  if (!another) co_return true;
  auto issuer = server.issuer_of(slug);
  const auto renamed =
      co_await http::rename_workspace(server.node(), slug, slug, std::move(issuer), the_system());
  if (renamed.why == http::problems::issuer_taken.code.view()) co_return false;
  expect_entered("the issuer of the workspace " + slug, renamed.why);
  co_return true;
}

void update_issuers(service& server, const std::function<void(std::string_view)>& tell) {
  try {
    const auto seen = storage::survey_issuers(server.node().connections(), server.issuers());
    if (seen.others == 0 && seen.unknown == 0) return;
    tell("giving every workspace the issuer of these settings");
    auto before = std::numeric_limits<std::size_t>::max();
    for (auto waiting = update_each(server); waiting > 0 && waiting < before;) {
      before = waiting;
      waiting = update_each(server);
    }
  } catch (const http::workspace_unavailable&) {
    throw storage::startup_error{
        "a workspace does not wake, and needs the issuer of these settings",
        "start again; the log tells more"};
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(), "start again; the log tells more"};
  }
}

void warn_of_issuers(service& server) {
  try {
    const auto seen = storage::survey_issuers(server.node().connections(), server.issuers());
    if (seen.others == 0) return;
    spdlog::warn(
        "workspaces whose issuer is of earlier settings, so that nobody can sign in there: "
        "{}, first {}; set those back, or for each: muniment workspace rename SLUG SLUG",
        seen.others, named(seen.first));
  } catch (const storage::failure& error) {
    spdlog::warn("whether workspaces have the issuers of the settings is not known: {}",
                 error.what());
  }
}

}

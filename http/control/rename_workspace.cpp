// SPDX-License-Identifier: Apache-2.0
#include "http/control/rename_workspace.hpp"

#include "actors/workspace.hpp"
#include "http/node/reading.hpp"
#include "http/server/problems.hpp"
#include "storage/provisioning.hpp"

namespace muniment::http {

namespace {

/// Why nothing was reserved; empty where it was.
std::string why_not_reserved(const std::string& control_dsn, const uuid& workspace,
                             const std::string& slug, const std::string& issuer) {
  try {
    return storage::reserve_slug(control_dsn, workspace, slug, issuer) ? "" : "not_found";
  } catch (const storage::failure& error) {
    if (error.sqlstate() == storage::issuer_taken_state)
      return std::string{problems::issuer_taken.code.view()};
    if (error.kind() == storage::failure_kind::taken) return "name_taken";
    throw;
  }
}

}

asio::awaitable<renaming_reply> rename_workspace(node& at, std::string from_slug, std::string slug,
                                                 std::string issuer, wish_origin from) {
  const auto known = co_await at.workspaces().find(from_slug);
  if (!known) co_return renaming_reply{nullptr, "not_found"};
  const auto id = known->identity().id;
  auto hold = [&dsn = at.control_dsn(), id, slug, issuer] {
    return why_not_reserved(dsn, id, slug, issuer);
  };
  auto why_not = co_await on_reading_thread(at.reading(), std::move(hold));
  if (!why_not.empty()) co_return renaming_reply{nullptr, std::move(why_not)};
  auto wish = wish_of<muniment::workspace::noun>(
      id, muniment::workspace::change_slug{slug, std::move(issuer)}, std::move(from), at.now());
  const auto decided = co_await known->decide(std::move(wish));
  if (decided.verdict != command_verdict::accepted) co_return renaming_reply{nullptr, decided.why};
  auto moved = co_await at.workspaces().follow(std::move(from_slug));
  if (!moved || moved->identity().slug != slug)
    throw workspace_unavailable{"the new name is not to be read yet"};
  co_return renaming_reply{std::move(moved), {}};
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/control/rename_workspace.hpp"

#include "actors/workspace.hpp"
#include "http/node/reading.hpp"
#include "storage/provisioning.hpp"

namespace muniment::http {

namespace {

enum class reservation : std::uint8_t { made = 1, taken, nobodys };

reservation reserve(const std::string& control_dsn, const uuid& workspace,
                    const std::string& slug) {
  try {
    return storage::reserve_slug(control_dsn, workspace, slug) ? reservation::made
                                                               : reservation::nobodys;
  } catch (const storage::failure& error) {
    if (error.kind() == storage::failure_kind::taken) return reservation::taken;
    throw;
  }
}

}

asio::awaitable<renaming_reply> rename_workspace(node& at, std::string from_slug, std::string slug,
                                                 std::string issuer, wish_origin from) {
  const auto known = co_await at.workspaces().find(from_slug);
  if (!known) co_return renaming_reply{nullptr, "not_found"};
  const auto id = known->identity().id;
  // Its own slug with another issuer needs no reservation.
  auto hold = [&dsn = at.control_dsn(), id, slug, own = slug == from_slug] {
    return own ? reservation::made : reserve(dsn, id, slug);
  };
  const auto reserved = co_await on_reading_thread(at.reading(), std::move(hold));
  if (reserved == reservation::taken) co_return renaming_reply{nullptr, "name_taken"};
  if (reserved == reservation::nobodys) co_return renaming_reply{nullptr, "not_found"};
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

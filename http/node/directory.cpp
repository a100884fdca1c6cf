// SPDX-License-Identifier: Apache-2.0
#include "http/node/directory.hpp"

#include "http/node/reading.hpp"

#include <boost/mp11/algorithm.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment::http {

namespace {

/// False when somebody else has the slug, as after two changes at once whose reservations crossed:
/// better served at the old one, until it is changed again, than not at all.
bool route_moved(const std::string& control_dsn, const workspaces::row& to) {
  try {
    return storage::move_slug(control_dsn, to.id, to.slug, to.issuer);
  } catch (const storage::failure& error) {
    if (error.kind() != storage::failure_kind::taken) throw;
    spdlog::error("workspace {} cannot have the slug that its journal names: rename it again",
                  to_string(to.id));
    return false;
  }
}

/// Whether the route says of a workspace what its journal does.
bool follows(const storage::workspace_place& route, const std::string& slug,
             const std::string& issuer) {
  return route.slug == slug && route.issuer == issuer;
}

}

asio::awaitable<std::shared_ptr<workspace>> directory::find(std::string slug) {
  if (closed_) throw workspace_unavailable{"the node is ending"};
  const auto now = std::chrono::steady_clock::now();
  if (const auto gone = absent_.find(slug); gone != absent_.end()) {
    if (now < gone->second) co_return nullptr;
    absent_.erase(gone);
  }
  std::shared_ptr<workspace> found;
  if (const auto known = known_.find(slug); known != known_.end()) {
    found = known->second;
  } else {
    const auto place = co_await look_up(slug);
    if (!place) {
      remember_absence(slug);
      co_return nullptr;
    }
    found = admit(*place);
  }
  if (!found->is_open()) {
    const bool says_who_it_is = co_await found->open();
    if (!says_who_it_is) co_return nullptr;
  }
  const auto route = found->place().slug;
  const auto& said = found->identity();
  if (route != slug || !follows(found->place(), said.slug, said.issuer))
    found = co_await follow(route);
  if (found && found->place().slug == slug) co_return found;
  remember_absence(slug);
  co_return nullptr;
}

asio::awaitable<std::shared_ptr<workspace>> directory::follow(std::string slug) {
  const auto known = known_.find(slug);
  if (known == known_.end()) co_return nullptr;
  const auto before = known->second;
  const auto row = co_await before->described();
  const bool known_as_it_is = row && row->issuer == before->identity().issuer;
  if (!row || (known_as_it_is && follows(before->place(), row->slug, row->issuer)))
    co_return before;
  auto move = [&dsn = services_.control_dsn, row] { return route_moved(dsn, *row); };
  const bool done = co_await on_reading_thread(services_.reading, std::move(move));
  if (!done) co_return before;
  known_.erase(slug);
  absent_.erase(row->slug);
  auto& now = known_[row->slug];
  if (!now) now = std::make_shared<workspace>(*before, row->slug, row->issuer);
  const auto moved = now;
  const bool opened = co_await moved->open();
  if (!opened) throw workspace_unavailable{"it cannot be opened"};
  co_return moved;
}

std::shared_ptr<workspace> directory::answering(const std::string& slug) const {
  const auto known = known_.find(slug);
  return known != known_.end() && known->second->is_open() ? known->second : nullptr;
}

asio::awaitable<std::optional<storage::workspace_place>> directory::look_up(std::string slug) {
  auto look = [&connections = *services_.connections, slug = std::move(slug)] {
    return storage::find_workspace(connections, slug);
  };
  co_return co_await on_reading_thread(services_.reading, std::move(look));
}

/// Two requests may have looked it up at once: the first one's stays.
std::shared_ptr<workspace> directory::admit(const storage::workspace_place& place) {
  if (closed_) throw workspace_unavailable{"the node is ending"};
  absent_.erase(place.slug);
  if (const auto known = known_.find(place.slug); known != known_.end()) return known->second;
  make_room();
  auto made = std::make_shared<workspace>(services_, place);
  known_.emplace(place.slug, made);
  return made;
}

directory_figures directory::figures() const {
  directory_figures now;
  now.known = known_.size();
  boost::mp11::mp_for_each<read_models>(
      [&]<class P>(P) { now.projections.push_back({std::string{P::name}}); });
  for (const auto& [slug, each] : known_) {
    if (each->asleep()) continue;
    ++now.awake;
    for (std::size_t at = 0; at < now.projections.size(); ++at) {
      const auto& standing = each->standings()[at];
      auto& shown = now.projections[at];
      shown.furthest_behind = std::max<std::uint64_t>(shown.furthest_behind, standing.behind);
      shown.parked += standing.parked ? 1 : 0;
    }
  }
  return now;
}

std::shared_ptr<workspace> directory::reach(const storage::workspace_place& place) {
  return place.live ? admit(place) : std::make_shared<workspace>(services_, place);
}

void directory::close() {
  closed_ = true;
  for (const auto& [slug, each] : known_)
    each->close();
  known_.clear();
}

std::vector<std::shared_ptr<workspace>> directory::awake() const {
  std::vector<std::shared_ptr<workspace>> found;
  for (const auto& [slug, each] : known_)
    if (each->is_open() && !each->asleep()) found.push_back(each);
  return found;
}

void directory::remember_absence(const std::string& slug) {
  if (absent_.size() >= limits_.absent) absent_.clear();
  absent_.insert_or_assign(slug, std::chrono::steady_clock::now() + limits_.absence);
}

void directory::make_room() {
  if (known_.size() < limits_.workspaces) return;
  const auto unused = std::ranges::find_if(known_, [](const auto& each) {
    return each.second.use_count() == 1 && each.second->asleep();
  });
  if (unused == known_.end()) throw workspace_unavailable{"too many workspaces are in use"};
  known_.erase(unused);
}

}

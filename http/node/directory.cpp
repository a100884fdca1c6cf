// SPDX-License-Identifier: Apache-2.0
#include "http/node/directory.hpp"

#include "http/node/reading.hpp"

#include <algorithm>

namespace muniment::http {

asio::awaitable<std::shared_ptr<workspace>> directory::find(std::string slug) {
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
  co_return found;
}

asio::awaitable<std::optional<storage::workspace_place>> directory::look_up(std::string slug) {
  auto look = [&connections = *services_.connections, slug = std::move(slug)] {
    return storage::find_workspace(connections, slug);
  };
  co_return co_await on_reading_thread(services_.reading, std::move(look));
}

/// Two requests may have looked it up at once: the first one's stays.
std::shared_ptr<workspace> directory::admit(const storage::workspace_place& place) {
  absent_.erase(place.slug);
  if (const auto known = known_.find(place.slug); known != known_.end()) return known->second;
  make_room();
  auto made = std::make_shared<workspace>(services_, place);
  known_.emplace(place.slug, made);
  return made;
}

std::vector<std::shared_ptr<workspace>> directory::awake() const {
  std::vector<std::shared_ptr<workspace>> found;
  for (const auto& [slug, each] : known_)
    if (each->is_open() && !each->asleep()) found.push_back(each);
  return found;
}

void directory::forget(const std::string& slug) { known_.erase(slug); }

void directory::remember_absence(const std::string& slug) {
  if (absent_.size() >= limits_.absent) absent_.clear();
  absent_.insert_or_assign(slug, std::chrono::steady_clock::now() + limits_.absence);
}

void directory::make_room() {
  if (known_.size() < limits_.workspaces) return;
  const auto unused = std::ranges::find_if(known_, [](const auto& each) {
    return each.second.use_count() == 1 && each.second->asleep();
  });
  if (unused == known_.end()) throw workspace_unavailable{};
  known_.erase(unused);
}

}

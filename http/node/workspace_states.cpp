// SPDX-License-Identifier: Apache-2.0
#include "http/node/reading.hpp"
#include "http/node/table_pages.hpp"
#include "http/node/workspace.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <stdexcept>

/// What a workspace is asked for beyond single rows: states of aggregates, and rows by what they
/// belong to.
namespace muniment::http {

namespace {

constexpr auto page = storage::read_models::list_limit;

/// Most rows read of a session's grants, and of a workspace's clients; and most origins of these
/// that are kept.
constexpr std::size_t most_grants = 5'000;
constexpr std::size_t most_clients = 50'000;
constexpr std::size_t most_origins = 20'000;

/// The rows of memory, which was looked at before the table: what moves there meanwhile is as new
/// there.
class newer_rows {
public:
  template <class Memory>
  explicit newer_rows(const Memory& memory) {
    for (const auto& [id, row] : memory)
      positions_.emplace(id, row ? row->position : std::numeric_limits<std::uint64_t>::max());
  }

  /// Whether memory knows better than this row of the table.
  template <class Row>
  [[nodiscard]] bool overrule(const Row& row) const {
    const auto known = positions_.find(row.id);
    return known != positions_.end() && known->second > row.position;
  }

private:
  std::map<uuid, std::uint64_t> positions_;
};

}

template <decider Noun>
asio::awaitable<typename Noun::template state<muniment::opened>> workspace::state_of(uuid stream) {
  using state = typename Noun::template state<muniment::opened>;
  state_request wish;
  wish.category = std::string{Noun::category};
  wish.stream = stream;
  wish.deadline = now() + services_.limits.reading;
  const auto reply = co_await ask<state_reply>(services_.limits.reading, std::move(wish));
  if (reply.verdict == read_verdict::absent) co_return state{};
  if (reply.verdict != read_verdict::found) throw workspace_unavailable{"a state cannot be read"};
  auto found = unpack<state>(reply.state->reveal());
  if (!found) throw std::runtime_error{"the state of an aggregate cannot be read"};
  co_return std::move(*found);
}

asio::awaitable<credential::state<muniment::opened>> workspace::credential_of(uuid user) {
  co_return co_await state_of<credential::noun>(user);
}

asio::awaitable<muniment::grant::state<muniment::opened>> workspace::grant_state(uuid id) {
  co_return co_await state_of<muniment::grant::noun>(id);
}

asio::awaitable<service_token::state<muniment::opened>> workspace::service_token_state(uuid id) {
  co_return co_await state_of<service_token::noun>(id);
}

asio::awaitable<std::vector<grants::row>> workspace::open_grants(uuid session, std::size_t limit) {
  const auto self = shared_from_this();
  auto* view = co_await trusted_view<grants::model>();
  const auto memory = view->snapshot().second;
  const auto is_open = [session, now = now()](const grants::row& row) {
    return row.session == session && row.phase != grants::phase::ended && now < row.expires_at;
  };
  std::map<uuid, grants::row> newest;
  for (const auto& [id, row] : memory)
    if (row && is_open(*row) && newest.size() < limit) newest.emplace(id, *row);
  auto look = [self, view, newer = newer_rows{memory}, session, is_open, limit,
               newest = std::move(newest)] {
    auto open = newest;
    each_row(
        [&](const std::optional<uuid>& after) {
          return view->find("session", session, after, page);
        },
        page, most_grants,
        [&](const grants::row& row) {
          if (open.size() < limit && is_open(row) && !newer.overrule(row))
            open.insert_or_assign(row.id, row);
          return open.size() < limit;
        });
    return open;
  };
  auto found = co_await on_reading_thread(services_.reading, std::move(look));
  std::vector<grants::row> rows;
  rows.reserve(found.size());
  for (auto& [id, row] : found)
    rows.push_back(std::move(row));
  co_return rows;
}

/// What `keep` takes of a page of the table.
template <projection P, class Keep>
asio::awaitable<rows_page<typename P::row>> workspace::rows_of(uuid user, std::optional<uuid> after,
                                                               Keep keep) {
  const auto self = shared_from_this();
  if (!after) {
    std::string projection{P::name};
    const bool reached = co_await persisted(std::move(projection));
    if (!reached) throw workspace_unavailable{"the table lags behind"};
  }
  auto look = [self, user, after, keep] {
    const auto found = self->views().template get<P>().find("user", user, after, page);
    rows_page<typename P::row> kept;
    std::ranges::copy_if(found, std::back_inserter(kept.rows), keep);
    if (found.size() == page) kept.next = found.back().id;
    return kept;
  };
  co_return co_await on_reading_thread(services_.reading, std::move(look));
}

asio::awaitable<rows_page<sessions::row>> workspace::sessions_of(uuid user,
                                                                 std::optional<uuid> after) {
  auto stands = [now = now()](const sessions::row& row) {
    return !row.ended_at && now < row.expires_at;
  };
  co_return co_await rows_of<sessions::model>(user, after, stands);
}

asio::awaitable<rows_page<grants::row>> workspace::grants_of(uuid user, std::optional<uuid> after) {
  auto is_open = [now = now()](const grants::row& row) {
    return row.phase != grants::phase::ended && now < row.expires_at;
  };
  co_return co_await rows_of<grants::model>(user, after, is_open);
}

asio::awaitable<std::set<std::string>> workspace::read_origins() {
  auto* view = co_await trusted_view<clients::model>();
  const auto memory = view->snapshot().second;
  std::set<std::string> newest;
  const auto keep = [](std::set<std::string>& origins, const clients::row& row) {
    if (!row.deleted_at) origins.insert(row.origins.begin(), row.origins.end());
    return origins.size() < most_origins;
  };
  for (const auto& [id, row] : memory)
    if (row && !keep(newest, *row)) break;
  auto look = [self = shared_from_this(), view, newer = newer_rows{memory}, keep,
               newest = std::move(newest)] {
    auto known = newest;
    const bool all =
        each_row([&](const std::optional<uuid>& after) { return view->list(after, page); }, page,
                 most_clients,
                 [&](const clients::row& row) { return newer.overrule(row) || keep(known, row); });
    if (!all || known.size() >= most_origins)
      spdlog::warn("workspace {} has more clients or origins than are looked at: scripts of some "
                   "get no permission to read replies",
                   self->identity().slug);
    return known;
  };
  co_return co_await on_reading_thread(services_.reading, std::move(look));
}

/// They are read again when a client has changed, or somebody else may have changed one.
asio::awaitable<bool> workspace::is_client_origin(std::string origin) {
  const auto self = shared_from_this();
  co_await attend();
  if (origins_ && origins_term_ == term_) co_return knows_client_origin(origin);
  // Whoever comes while they are read waits for what is read.
  const auto turn = co_await origins_turn_->enter();
  if (origins_ && origins_term_ == term_) co_return knows_client_origin(origin);
  const auto changes = client_changes_;
  const auto term = term_;
  auto origins = co_await read_origins();
  const bool known = origins.contains(origin);
  if (changes == client_changes_) {
    origins_ = std::move(origins);
    origins_term_ = term;
  }
  co_return known;
}

bool workspace::knows_client_origin(const std::string& origin) const {
  return origins_ && origins_term_ == term_ && origins_->contains(origin);
}

}

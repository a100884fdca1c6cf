// SPDX-License-Identifier: Apache-2.0
#include "http/node/reading.hpp"
#include "http/node/workspace.hpp"

#include <map>
#include <stdexcept>

/// What a workspace is asked for beyond single rows: states of aggregates, and rows by what they
/// belong to.
namespace muniment::http {

namespace {

/// Rows of a table and the newer ones of memory, each once, the newest of it. `memory` was looked
/// at first: what moves into the table meanwhile is found there.
template <class Row, class Memory, class Wanted>
std::map<uuid, Row> newest_of(std::vector<Row> table, const Memory& memory, const Wanted& wanted) {
  std::map<uuid, Row> newest;
  for (auto& each : table)
    newest.emplace(each.id, std::move(each));
  for (const auto& [id, row] : memory) {
    if (!row || !wanted(*row)) continue;
    const auto known = newest.find(id);
    if (known == newest.end() || known->second.position < row->position)
      newest.insert_or_assign(id, *row);
  }
  return newest;
}

/// The pages of a list until all are read, or `enough(rows)`; `read` takes the key to go on after.
/// Blocks.
template <class Read, class Enough>
auto all_pages(const Read& read, const Enough& enough) {
  constexpr auto page = storage::read_models::list_limit;
  auto rows = read(std::optional<uuid>{});
  for (auto more = rows.size() == page; more && !enough(rows);) {
    const auto next = read(std::optional{rows.back().id});
    rows.insert(rows.end(), next.begin(), next.end());
    more = next.size() == page;
  }
  return rows;
}

const uuid& holder_of(const grants::row& row, grants_of whose) {
  switch (whose) {
  case grants_of::user:
    return row.user;
  case grants_of::client:
    return row.client;
  case grants_of::session:
    break;
  }
  return row.session;
}

std::string_view lookup_of(grants_of whose) {
  switch (whose) {
  case grants_of::user:
    return "user";
  case grants_of::client:
    return "client";
  case grants_of::session:
    break;
  }
  return "session";
}

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

asio::awaitable<std::vector<grants::row>> workspace::open_grants(grants_of whose, uuid id,
                                                                 std::size_t limit) {
  const auto self = shared_from_this();
  co_await attend();
  auto& view = trusted_view<grants::model>();
  const auto memory = view.snapshot().second;
  const auto is_open = [now = now()](const grants::row& row) {
    return row.phase != grants::phase::ended && now < row.expires_at;
  };
  // Memory may know of the end of what the table shows open.
  auto look = [self, &view, whose, id, is_open, enough = limit + memory.size()] {
    return all_pages(
        [&](const std::optional<uuid>& after) {
          return view.find(lookup_of(whose), id, after, storage::read_models::list_limit);
        },
        [&](const auto& rows) {
          return static_cast<std::size_t>(std::ranges::count_if(rows, is_open)) >= enough;
        });
  };
  auto table = co_await on_reading_thread(services_.reading, std::move(look));
  const auto theirs = [&](const grants::row& row) { return holder_of(row, whose) == id; };
  std::vector<grants::row> open;
  for (auto& [key, row] : newest_of(std::move(table), memory, theirs))
    if (is_open(row) && open.size() < limit) open.push_back(row);
  co_return open;
}

asio::awaitable<std::set<std::string>> workspace::read_origins() {
  auto& view = trusted_view<clients::model>();
  const auto memory = view.snapshot().second;
  auto look = [self = shared_from_this(), &view] {
    return all_pages(
        [&](const std::optional<uuid>& after) {
          return view.list(after, storage::read_models::list_limit);
        },
        [](const auto&) { return false; });
  };
  auto table = co_await on_reading_thread(services_.reading, std::move(look));
  const auto any = [](const clients::row&) { return true; };
  std::set<std::string> origins;
  for (const auto& [key, row] : newest_of(std::move(table), memory, any))
    if (!row.deleted_at) origins.insert(row.origins.begin(), row.origins.end());
  co_return origins;
}

/// They are read again when a client has changed, or somebody else may have changed one.
asio::awaitable<bool> workspace::is_client_origin(std::string origin) {
  const auto self = shared_from_this();
  co_await attend();
  if (origins_ && origins_term_ == term_) co_return origins_->contains(origin);
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

}

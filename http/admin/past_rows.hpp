// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/as_of.hpp"
#include "http/admin/past_folds.hpp"
#include "http/admin/rows.hpp"

#include <algorithm>

/// Rows of read models as they were. A row that there is stays, and tells the position of the event
/// that last changed it: so what has not changed since is the live row, and only the others, of one
/// page at most, are folded anew from the journal.
namespace muniment::http {

/// What the erasure of a person took away is in no answer about the past either.
template <class Row>
void keep_erased(const Row& /*now*/, Row& /*then*/) {}
inline void keep_erased(const users::row& now, users::row& then) {
  if (now.phase != users::phase::erased) return;
  then.user_name.reset();
  then.email.reset();
  then.email_verified = false;
  then.display_name.reset();
  then.locale.reset();
}

/// Live rows as they were at a position; without those that there was not yet. Pure but for `fold`,
/// which gives the past rows of some keys and is called once, or not at all where none changed.
template <class Row, class Fold>
std::vector<Row> rows_as_of(std::vector<Row> live, std::uint64_t position, Fold&& fold) {
  std::vector<uuid> changed;
  for (const auto& each : live)
    if (each.position > position) changed.push_back(each.id);
  if (changed.empty()) return live;
  const std::map<uuid, Row> then = fold(std::move(changed));
  std::vector<Row> rows;
  for (auto& each : live) {
    const auto found = then.find(each.id);
    if (each.position <= position) {
      rows.push_back(std::move(each));
    } else if (found != then.end()) {
      rows.push_back(found->second);
      keep_erased(each, rows.back());
    }
  }
  return rows;
}

/// `live` rows of the read model `P` as they were at `at`. The journal is folded on the thread for
/// it (http/admin/past_folds.hpp), within the time that the request has; throws as that does.
template <projection P>
asio::awaitable<std::vector<typename P::row>>
turned_back(admin_call call, std::vector<typename P::row> live, past_point at) {
  const auto position = at.last.position;
  const auto is_new = [position](const auto& row) { return row.position > position; };
  if (std::ranges::none_of(live, is_new)) co_return live;
  auto work = [&connections = call.context->at.connections(), schema = call.at->place().schema,
               position, live = std::move(live)](const as_of_options& options) {
    return rows_as_of(live, position, [&](std::vector<uuid> changed) {
      past_rows<P> rows{std::move(changed)};
      past_fold* const folds[] = {&rows};
      fold_as_of(connections, schema, position, folds, options);
      return rows.rows();
    });
  };
  // So that who asks is told what it was that took too long.
  constexpr std::chrono::milliseconds to_answer{500};
  const auto until = call.asked->deadline - to_answer;
  co_return co_await call.context->past->run(call.at->place().id, until, std::move(work));
}

/// A row as it was at `at`, of what it is now; null when there was none yet.
template <projection P>
asio::awaitable<std::shared_ptr<const typename P::row>>
row_then(admin_call call, std::shared_ptr<const typename P::row> now, past at) {
  if (!at || !now) co_return now;
  std::vector<typename P::row> live{*now};
  auto then = co_await turned_back<P>(call, std::move(live), *at);
  if (then.empty()) co_return nullptr;
  co_return std::make_shared<const typename P::row>(std::move(then.front()));
}

/// `sift_rows` as of `at`. The members that `by` narrows by never change in a row. There may be
/// fewer rows than the limit and yet a `next`.
template <projection P, class Keep>
asio::awaitable<sifted<typename P::row>> sift_rows_at(admin_call call, std::vector<narrowing> by,
                                                      Keep keep, std::optional<uuid> after,
                                                      std::size_t limit, past at) {
  if (!at) co_return co_await sift_rows<P>(call, std::move(by), keep, after, limit);
  auto may_be_kept = [keep, position = at->last.position](const auto& row) {
    return row.position > position || keep(row);
  };
  auto found = co_await sift_rows<P>(call, std::move(by), may_be_kept, after, limit);
  found.rows = co_await turned_back<P>(call, std::move(found.rows), *at);
  std::erase_if(found.rows, [&](const auto& row) { return !keep(row); });
  co_return found;
}

/// `read_rows` as of `at`, and where the list goes on.
template <projection P>
asio::awaitable<sifted<typename P::row>> list_rows_at(admin_call call, std::optional<uuid> after,
                                                      std::size_t limit, past at) {
  sifted<typename P::row> found;
  found.rows = co_await read_rows<P>(call, after, limit);
  if (found.rows.size() == limit) found.next = found.rows.back().id;
  if (at) found.rows = co_await turned_back<P>(call, std::move(found.rows), *at);
  co_return found;
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/shape.hpp"
#include "http/admin/sift.hpp"
#include "http/node/reading.hpp"

/// How endpoints read.
namespace muniment::http {

/// Waits until the table of a read model reflects all that was acknowledged.
inline asio::awaitable<void> wait_for_table(std::shared_ptr<workspace> at,
                                            std::string_view projection) {
  std::string name{projection};
  const bool reached = co_await at->persisted(std::move(name));
  if (!reached) throw workspace_unavailable{"the table lags behind"};
}

/// Rows of a read model in key order.
template <projection P>
asio::awaitable<std::vector<typename P::row>>
read_rows(admin_call call, std::optional<key_of<typename P::row>> after, std::size_t limit) {
  co_await wait_for_table(call.at, P::name);
  auto read = [at = call.at, after, limit] {
    return at->views().template get<P>().list(after, limit);
  };
  co_return co_await on_reading_thread(call.context->at.reading(), std::move(read));
}

/// A look-up of a read model that a list may be narrowed by.
struct narrowing {
  std::string_view member;
  std::optional<uuid> value; ///< nothing: this one narrows nothing
};

/// Rows of a read model in key order that `keep(row)` takes, among those of the first narrowing
/// that has a value.
template <projection P, class Keep>
asio::awaitable<sifted<typename P::row>> sift_rows(admin_call call, std::vector<narrowing> by,
                                                   Keep keep, std::optional<uuid> after,
                                                   std::size_t limit) {
  co_await wait_for_table(call.at, P::name);
  auto read = [at = call.at, by = std::move(by), keep = std::move(keep), after, limit] {
    auto& view = at->views().template get<P>();
    const auto page = [&](const std::optional<uuid>& from) {
      for (const auto& each : by)
        if (each.value)
          return view.find(each.member, *each.value, from, storage::read_models::list_limit);
      return view.list(from, storage::read_models::list_limit);
    };
    return sift<typename P::row>(page, keep, after, limit);
  };
  co_return co_await on_reading_thread(call.context->at.reading(), std::move(read));
}

/// Where a list goes on, as its reply says; nothing at its end.
inline if_any<std::string> next_of(const std::optional<uuid>& next) {
  if (!next) return {};
  return to_string(*next);
}

}

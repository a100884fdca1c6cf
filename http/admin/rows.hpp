// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/json.hpp"
#include "http/admin/admission.hpp"
#include "http/node/reading.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

/// How endpoints read.
namespace muniment::http {

/// Waits until the table of a read model reflects all that was acknowledged.
inline asio::awaitable<void> wait_for_table(std::shared_ptr<workspace> at,
                                            std::string_view projection) {
  std::string name{projection};
  const bool reached = co_await at->persisted(std::move(name));
  if (!reached) throw workspace_unavailable{};
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

/// A page of a list; `next` is left out when empty.
inline boost::json::object page_of(boost::json::array items, const std::string& next) {
  boost::json::object body;
  body["items"] = std::move(items);
  if (!next.empty()) body["next"] = next;
  return body;
}

}

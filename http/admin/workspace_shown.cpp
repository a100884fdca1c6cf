// SPDX-License-Identifier: Apache-2.0
#include "http/admin/workspace_shown.hpp"

#include "http/admin/rows.hpp"
#include "storage/journal_reader.hpp"

namespace muniment::http {

asio::awaitable<std::shared_ptr<const workspaces::row>>
workspace_row(std::shared_ptr<workspace> at) {
  auto row = co_await at->described();
  if (!row) throw workspace_unavailable{"it is not to be read yet"};
  co_return row;
}

asio::awaitable<api::workspace> shown_workspace(node& on, std::shared_ptr<workspace> at) {
  const auto row = co_await workspace_row(at);
  auto read = [&connections = on.connections(), schema = at->place().schema] {
    return storage::journal_reader{connections}.read_head(schema).position;
  };
  const auto position = co_await on_reading_thread(on.reading(), std::move(read));
  co_return api::workspace{row->id,           row->slug,           row->issuer,
                           row->display_name, row->key_generation, row->created_at,
                           position,          at->place().journal};
}

}

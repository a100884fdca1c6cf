// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/workspace_shown.hpp"

namespace muniment::http {

asio::awaitable<response> show_workspace(admin_call call) {
  const auto body = co_await shown_workspace(call.context->at, call.at);
  co_return json_of(200, body);
}

asio::awaitable<response> list_keys(admin_call call) {
  const auto rows =
      co_await read_rows<signing_keys::model>(call, std::nullopt, storage::read_models::list_limit);
  boost::json::array keys;
  for (const auto& row : rows) {
    auto key = to_json(row).as_object();
    key["status"] = key.at("phase");
    for (const auto* inner : {"phase", "public_jwk", "position"})
      key.erase(inner);
    keys.emplace_back(std::move(key));
  }
  const auto known = co_await workspace_row(call.at);
  boost::json::object body;
  body["workspace_key"] = {{"generation", known->key_generation}};
  body["signing_keys"] = std::move(keys);
  co_return json_of(200, body);
}

}

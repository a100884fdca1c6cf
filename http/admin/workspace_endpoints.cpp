// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/workspace_shown.hpp"

namespace muniment::http {

asio::awaitable<response> show_workspace(admin_call call) {
  const auto body = co_await shown_workspace(call.context->at, call.at);
  co_return json_of(200, body);
}

}

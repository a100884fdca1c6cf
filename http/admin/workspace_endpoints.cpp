// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/workspace_shown.hpp"

namespace muniment::http {

asio::awaitable<api::workspace> show_workspace(admin_call call) {
  co_return co_await shown_workspace(call.context->at, call.at);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/journal_work.hpp"
#include "http/admin/rows.hpp"

namespace muniment::http {

asio::awaitable<begun<api::operation>> verify_journal(admin_call call) {
  auto keeper = co_await call.at->keeper();
  auto work = verify_journal_work(call.context->at, call.at, std::move(keeper));
  co_return begun_reply(
      call.context->under_way->begin(call.at->identity().id, "verify", "journal", std::move(work)));
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endings.hpp"

namespace muniment::http {
namespace {

oidc::ending_order ending_order_of(const admin_call& call, uuid user) {
  return {*call.at, user, call.from, call.asked->deadline};
}

}

asio::awaitable<endings> end_all_of(admin_call call, uuid user, ending_reasons why) {
  auto order = ending_order_of(call, user);
  const std::optional<uuid> nobody;
  co_return co_await oidc::end_all_of(std::move(order), why, nobody);
}

asio::awaitable<endings> end_grants_of(admin_call call, uuid user, uuid client) {
  auto order = ending_order_of(call, user);
  co_return co_await oidc::end_grants_of(std::move(order), client);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/endings.hpp"

#include <array>

namespace muniment::cli {
namespace {

constexpr std::array counted{"sessions_ended", "grants_ended"};

void add_counts(const boost::json::object& from, boost::json::object& into) {
  for (const auto* name : counted) {
    const auto* before = from.if_contains(name);
    auto* now = into.if_contains(name);
    if (!before || !now) continue;
    *now = now->to_number<std::uint64_t>() + before->to_number<std::uint64_t>();
  }
}

}

bool is_complete(const boost::json::object& reply) {
  const auto* all = reply.if_contains("complete");
  return !all || !all->is_bool() || all->get_bool();
}

boost::json::object post_until_complete(api& at, const std::string& path) {
  auto reply = at.post(path);
  while (!is_complete(reply)) {
    auto next = at.post(path);
    add_counts(reply, next);
    reply = std::move(next);
  }
  return reply;
}

}

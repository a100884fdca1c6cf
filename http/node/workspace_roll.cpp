// SPDX-License-Identifier: Apache-2.0
#include "actors/workspace.hpp"
#include "http/node/workspace.hpp"

/// How a workspace is given a new key. Read models have no part in it, so none is waited for.
namespace muniment::http {

asio::awaitable<bool> workspace::roll_keys(wish_origin from) {
  const auto self = shared_from_this();
  const bool slept = asleep();
  const auto generation = co_await key_generation();
  if (generation) co_await begin_generation(*generation + 1, std::move(from));
  if (slept && supervisor_) caf::anon_send(*supervisor_, sleep_atom::value);
  co_return generation.has_value();
}

/// A read takes its turn behind a creation that is under way: what is absent after it was created,
/// if ever, under the newest era.
asio::awaitable<std::optional<std::uint32_t>> workspace::key_generation() {
  state_request wish;
  wish.category = std::string{muniment::workspace::category};
  wish.stream = place_.id;
  wish.deadline = now() + services_.limits.waking;
  const auto reply = co_await ask<state_reply>(services_.limits.waking, std::move(wish));
  if (reply.verdict == read_verdict::absent) co_return std::nullopt;
  if (reply.verdict != read_verdict::found) throw workspace_unavailable{"its keys cannot be read"};
  const auto state = unpack<muniment::workspace::state<muniment::opened>>(reply.state->reveal());
  if (!state) throw std::runtime_error{"a workspace's state cannot be read"};
  co_return state->generation;
}

asio::awaitable<void> workspace::begin_generation(std::uint32_t generation, wish_origin from) {
  const muniment::workspace::roll_keys roll{generation};
  auto wish = wish_of<muniment::workspace::noun>(place_.id, roll, std::move(from), now());
  wish.workspace = place_.id;
  command_message message{pack(wish)};
  const auto reply = co_await ask<command_reply>(services_.limits.command, std::move(message));
  if (reply.verdict != command_verdict::accepted)
    throw workspace_unavailable{"its keys were not rolled"};
}

}

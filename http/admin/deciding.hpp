// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/server/problem.hpp"

/// How endpoints change something.
namespace muniment::http {

/// The position at which the wish of whoever asks came true; throws `problem_found` for a lawful
/// no. `wish` outlives the coroutine.
template <decider Noun, class Wish>
asio::awaitable<std::uint64_t> decided(admin_call call, uuid stream, const Wish& wish) {
  auto envelope = wish_of<Noun>(stream, wish, call.from, call.at->now());
  const auto reply = co_await call.at->decide(std::move(envelope));
  if (reply.verdict != command_verdict::accepted)
    throw problem_found{problem_of_refusal(reply.why)};
  co_return reply.position;
}

}

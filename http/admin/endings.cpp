// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endings.hpp"

#include "actors/grant.hpp"
#include "actors/session.hpp"
#include "http/admin/rows.hpp"

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

/// Left for the reply.
constexpr auto reserve = 2s;

bool is_late(const admin_call& call) {
  return std::chrono::steady_clock::now() + reserve > call.asked->deadline;
}

wish_origin on_behalf_of(const wish_origin& from) {
  wish_origin policy = by_policy();
  policy.actor.on_behalf_of = principal{from.actor.kind, from.actor.id};
  policy.correlation = from.correlation;
  return policy;
}

template <decider Noun, class Wish>
asio::awaitable<void> end_one(admin_call call, uuid stream, const Wish& wish) {
  auto envelope = wish_of<Noun>(stream, wish, on_behalf_of(call.from), call.at->now());
  // A refusal is no matter: then it has ended by itself, or there is none.
  static_cast<void>(co_await call.at->decide(std::move(envelope)));
}

/// Ends what `keep` takes, page by page; false when time ran out.
template <projection P, decider Noun, class Keep, class Wish>
asio::awaitable<bool> end_rows(admin_call call, uuid user, Keep keep, Wish wish,
                               std::uint64_t& count) {
  std::optional<uuid> after;
  do {
    std::vector<narrowing> by{{"user", user}};
    const auto found =
        co_await sift_rows<P>(call, std::move(by), keep, after, storage::read_models::list_limit);
    for (const auto& row : found.rows) {
      if (is_late(call)) co_return false;
      co_await end_one<Noun>(call, row.id, wish);
      ++count;
    }
    after = found.next;
  } while (after);
  co_return true;
}

auto stands(instant now) {
  return [now](const sessions::row& row) { return !row.ended_at && row.expires_at > now; };
}

auto holds(instant now, std::optional<uuid> client) {
  return [now, client](const grants::row& row) {
    return row.phase != grants::phase::ended && row.expires_at > now &&
           row.client == client.value_or(row.client);
  };
}

}

asio::awaitable<endings> end_all_of(admin_call call, uuid user, ending_reasons why) {
  endings done;
  const muniment::session::end session{why.session};
  auto in_force = stands(call.at->now());
  done.all = co_await end_rows<sessions::model, muniment::session::noun>(call, user, in_force,
                                                                         session, done.sessions);
  if (!done.all) co_return done;
  const muniment::grant::end grant{why.grant};
  auto any = holds(call.at->now(), {});
  done.all =
      co_await end_rows<grants::model, muniment::grant::noun>(call, user, any, grant, done.grants);
  co_return done;
}

asio::awaitable<endings> end_grants_of(admin_call call, uuid user, uuid client) {
  endings done;
  const muniment::grant::end grant{muniment::grant::grant_end::revoked};
  auto of_client = holds(call.at->now(), client);
  done.all = co_await end_rows<grants::model, muniment::grant::noun>(call, user, of_client, grant,
                                                                     done.grants);
  co_return done;
}

}

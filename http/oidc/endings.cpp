// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/endings.hpp"

#include "actors/grant.hpp"
#include "actors/session.hpp"

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;

/// Left for the reply.
constexpr auto ending_reserve = 2s;

bool is_late(const ending_order& order) {
  return std::chrono::steady_clock::now() + ending_reserve > order.deadline;
}

http::wish_origin on_behalf_of(const http::wish_origin& from) {
  auto policy = http::by_policy();
  policy.actor.on_behalf_of = principal{from.actor.kind, from.actor.id};
  policy.correlation = from.correlation;
  return policy;
}

/// Which of them.
struct ending_choice {
  std::optional<uuid> client = {}; ///< grants of this one only
  std::optional<uuid> spared = {}; ///< not this session, and not what it gave

  [[nodiscard]] bool takes(const sessions::row& row) const { return row.id != spared; }
  [[nodiscard]] bool takes(const grants::row& row) const {
    return row.session != spared && (!client || row.client == *client);
  }
};

template <class Row>
using rows_of_user = asio::awaitable<http::rows_page<Row>> (workspace_door::*)(uuid,
                                                                               std::optional<uuid>);

template <decider Noun, class Wish>
asio::awaitable<void> end_one(ending_order order, uuid stream, Wish wish) {
  auto envelope = http::wish_of<Noun>(stream, wish, on_behalf_of(order.from), order.at.now());
  // A refusal is no matter: then it has ended by itself, or there is none.
  static_cast<void>(co_await order.at.decide(std::move(envelope)));
}

/// Ends what the choice takes, page by page; false when time ran out.
template <decider Noun, class Row, class Wish>
asio::awaitable<bool> end_rows(ending_order order, rows_of_user<Row> read, ending_choice which,
                               Wish wish, std::uint64_t& count) {
  std::optional<uuid> after;
  do {
    if (after && is_late(order)) co_return false;
    const auto found = co_await (order.at.*read)(order.user, after);
    for (const auto& row : found.rows) {
      if (!which.takes(row)) continue;
      if (is_late(order)) co_return false;
      co_await end_one<Noun>(order, row.id, wish);
      ++count;
    }
    after = found.next;
  } while (after);
  co_return true;
}

}

asio::awaitable<endings> end_all_of(ending_order order, ending_reasons why,
                                    std::optional<uuid> spared) {
  endings done;
  ending_choice which;
  which.spared = spared;
  const session::end of_session{why.session};
  done.all = co_await end_rows<session::noun>(order, &workspace_door::sessions_of, which,
                                              of_session, done.sessions);
  if (!done.all) co_return done;
  const grant::end of_grant{why.grant};
  done.all = co_await end_rows<grant::noun>(order, &workspace_door::grants_of, which, of_grant,
                                            done.grants);
  co_return done;
}

asio::awaitable<endings> end_grants_of(ending_order order, uuid client) {
  endings done;
  ending_choice which;
  which.client = client;
  const grant::end revoked{grant::grant_end::revoked};
  done.all = co_await end_rows<grant::noun>(order, &workspace_door::grants_of, which, revoked,
                                            done.grants);
  co_return done;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/node/workspace.hpp"

#include "http/admin/clients.hpp"
#include "tests/support/node_world.hpp"

#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <future>

namespace muniment::http {
namespace {

using test::node_world;
using namespace std::chrono_literals;

class workspace_states : public testing::Test {
protected:
  template <decider Noun, class Wish>
  void decided(const uuid& stream, const Wish& wish) {
    auto envelope = wish_of<Noun>(stream, wish, node_world::nobody(), acme->now());
    const auto reply = world.finish(acme->decide(std::move(envelope)));
    ASSERT_EQ(reply.verdict, command_verdict::accepted) << reply.why;
  }

  uuid granted(const uuid& user, const uuid& client, const uuid& session) {
    const auto id = traffic_id(acme->now());
    muniment::grant::issue_code wish;
    wish.user = user;
    wish.client = client;
    wish.session = session;
    wish.code_digest = bytes(32, 1);
    wish.redirect_uri = "https://shop.example/back";
    wish.scopes = {"openid"};
    wish.code_challenge = std::string(43, 'c');
    wish.authenticated_at = wish.now = acme->now();
    wish.methods = {"pwd"};
    wish.code_expires_at = wish.now + 60s;
    wish.expires_at = wish.now + 1h;
    decided<muniment::grant::noun>(id, wish);
    return id;
  }

  std::set<uuid> open(const uuid& session, std::size_t limit = 100) {
    std::set<uuid> ids;
    for (const auto& each : world.finish(acme->open_grants(session, limit)))
      ids.insert(each.id);
    return ids;
  }

  uuid registered() {
    const auto id = random_id();
    muniment::user::register_user wish;
    wish.user_name = plain{to_string(id)};
    const auto digest = world.finish(acme->lookup_digest("user_name", to_string(id)));
    wish.user_name_digest = plain{bytes(digest.begin(), digest.end())};
    decided<muniment::user::noun>(id, wish);
    return id;
  }

  uuid signed_in(const uuid& user) {
    const auto id = traffic_id(acme->now());
    muniment::session::start wish;
    wish.user = user;
    wish.secret_digest = bytes(32, 1);
    wish.methods = {"pwd"};
    wish.authenticated_at = wish.now = acme->now();
    wish.expires_at = wish.now + 1h;
    wish.idle_seconds = 60;
    decided<muniment::session::noun>(id, wish);
    return id;
  }

  /// All pages of what a user has.
  template <class Row>
  std::set<uuid>
  listed(asio::awaitable<rows_page<Row>> (workspace_door::*read)(uuid, std::optional<uuid>),
         const uuid& user) {
    std::set<uuid> ids;
    std::optional<uuid> after;
    do {
      const auto found = world.finish(((*acme).*read)(user, after));
      for (const auto& each : found.rows)
        EXPECT_TRUE(ids.insert(each.id).second) << "once";
      after = found.next;
    } while (after);
    return ids;
  }

  void entered(const std::string& name, std::vector<std::string> origins) {
    new_client wanted{name, name, client::client_type::spa, {"https://shop.example/back"}};
    wanted.origins = std::move(origins);
    const auto reply =
        world.finish(register_client(*acme, std::move(wanted), node_world::nobody()));
    ASSERT_EQ(reply.why, "");
    id_of[name] = reply.id;
  }
  bool is_origin(const std::string& text) { return world.finish(acme->is_client_origin(text)); }

  node_world world;
  std::shared_ptr<workspace> acme = world.made("acme");
  std::map<std::string, uuid> id_of;
};

TEST_F(workspace_states, tells_the_grants_of_a_session_that_are_open) {
  const auto ada = registered(), shop = random_id(), mine = random_id(), other = random_id();
  const auto first = granted(ada, shop, mine), second = granted(ada, shop, mine);
  const auto third = granted(ada, shop, other);
  EXPECT_EQ(open(mine), (std::set{first, second}));
  EXPECT_EQ(open(other), std::set{third});
  EXPECT_EQ(open(random_id()), std::set<uuid>{});
  EXPECT_EQ(open(mine, 1).size(), 1U);
  EXPECT_TRUE(world.finish(acme->persisted("grants"))) << "from the table too";
  EXPECT_EQ(open(mine), (std::set{first, second}));
  EXPECT_EQ(open(mine, 1).size(), 1U);
  decided<muniment::grant::noun>(first, muniment::grant::end{muniment::grant::grant_end::revoked});
  EXPECT_EQ(open(mine), std::set{second}) << "newer than the table";
  world.pass(1h);
  EXPECT_EQ(open(mine), std::set<uuid>{});
}

TEST_F(workspace_states, tells_what_a_user_has_that_stands) {
  const auto ada = registered(), bob = registered(), shop = random_id();
  const auto first = signed_in(ada), second = signed_in(ada), theirs = signed_in(bob);
  const auto given = granted(ada, shop, first);
  const auto sessions = [&](const uuid& user) {
    return listed(&workspace_door::sessions_of, user);
  };
  const auto grants = [&](const uuid& user) { return listed(&workspace_door::grants_of, user); };
  EXPECT_EQ(sessions(ada), (std::set{first, second})) << "as soon as they are acknowledged";
  EXPECT_EQ(sessions(bob), std::set{theirs});
  EXPECT_EQ(sessions(random_id()), std::set<uuid>{});
  EXPECT_EQ(grants(ada), std::set{given});
  EXPECT_EQ(grants(bob), std::set<uuid>{});
  decided<muniment::session::noun>(first,
                                   muniment::session::end{muniment::session::session_end::revoked});
  decided<muniment::grant::noun>(given, muniment::grant::end{muniment::grant::grant_end::revoked});
  EXPECT_EQ(sessions(ada), std::set{second});
  EXPECT_EQ(grants(ada), std::set<uuid>{});
  world.pass(1h);
  EXPECT_EQ(sessions(ada), std::set<uuid>{});
}

TEST_F(workspace_states, tells_what_a_user_has_on_more_than_one_page) {
  const auto ada = registered();
  std::set<uuid> all;
  for (std::size_t count = 0; count <= storage::read_models::list_limit; ++count)
    all.insert(signed_in(ada));
  EXPECT_EQ(listed(&workspace_door::sessions_of, ada), all);
}

TEST_F(workspace_states, tells_what_no_row_knows) {
  const auto id = granted(registered(), random_id(), random_id());
  const auto state = world.finish(acme->grant_state(id));
  EXPECT_EQ(state.phase, muniment::grant::phase::code_issued);
  EXPECT_EQ(state.code_digest, bytes(32, 1));
  EXPECT_EQ(world.finish(acme->grant_state(random_id())).phase, muniment::grant::phase::absent);
  EXPECT_EQ(world.finish(acme->service_token_state(random_id())).phase,
            service_token::phase::absent);
}

TEST_F(workspace_states, knows_origins_at_once_from_when_one_was_asked_for) {
  entered("shop", {"https://shop.example"});
  EXPECT_FALSE(acme->knows_client_origin("https://shop.example"));
  EXPECT_TRUE(is_origin("https://shop.example"));
  EXPECT_TRUE(acme->knows_client_origin("https://shop.example"));
  EXPECT_FALSE(acme->knows_client_origin("https://other.example"));
  decided<client::noun>(id_of.at("shop"), client::delete_client{});
  EXPECT_FALSE(acme->knows_client_origin("https://shop.example"));
}

TEST_F(workspace_states, reads_origins_once_for_all_who_ask_at_once) {
  entered("shop", {"https://shop.example"});
  is_origin("https://shop.example");
  entered("other", {"https://other.example"});
  auto& reading = world.node().reading();
  std::promise<void> release;
  const auto released = release.get_future().share();
  for (std::size_t i = 0; i < reading.threads(); ++i)
    reading.offer([released] { released.wait(); });
  ASSERT_TRUE(world.comes([&] { return reading.waiting() == 0; }));
  int begun = 0, known = 0;
  const auto ask = [&]() -> asio::awaitable<void> {
    ++begun;
    std::string origin = "https://other.example";
    const bool is_known = co_await acme->is_client_origin(std::move(origin));
    known += is_known ? 1 : 0;
  };
  for (int i = 0; i < 8; ++i)
    asio::co_spawn(world.context(), ask(), asio::detached);
  ASSERT_TRUE(world.comes([&] { return begun == 8 && reading.waiting() > 0; }));
  EXPECT_EQ(reading.waiting(), 1U);
  release.set_value();
  EXPECT_TRUE(world.comes([&] { return known == 8; }));
}

TEST_F(workspace_states, knows_the_origins_of_its_clients_as_they_are_now) {
  EXPECT_FALSE(is_origin("https://shop.example"));
  entered("shop", {"https://shop.example"});
  EXPECT_TRUE(is_origin("https://shop.example"));
  EXPECT_FALSE(is_origin("https://other.example"));
  entered("other", {"https://other.example", "https://shop.example"});
  EXPECT_TRUE(is_origin("https://other.example"));
  EXPECT_TRUE(world.finish(acme->persisted("clients"))) << "from the table too";
  decided<client::noun>(id_of.at("shop"),
                        client::change_redirects{{"https://shop.example/back"}, {}, {}});
  EXPECT_TRUE(is_origin("https://shop.example")) << "the other one has it still";
  decided<client::noun>(id_of.at("other"), client::delete_client{});
  EXPECT_FALSE(is_origin("https://shop.example"));
  EXPECT_FALSE(is_origin("https://other.example"));
  const auto mine = std::exchange(acme, world.made("other"));
  entered("shop", {"https://shop.example"});
  acme = mine;
  EXPECT_FALSE(is_origin("https://shop.example")) << "of another workspace";
}

}
}

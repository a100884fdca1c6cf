// SPDX-License-Identifier: Apache-2.0
#include "http/node/workspace.hpp"

#include "actors/project.hpp"

#include "actors/user.hpp"
#include "http/server/wish.hpp"
#include "projections/runtime/rebuild.hpp"
#include "projections/runtime/verify.hpp"
#include "tests/support/node_world.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

namespace muniment::http {
namespace {

using test::node_world;

bytes octets_of(const crypto::hash& digest) { return {digest.begin(), digest.end()}; }

/// Takes what it is asked, and keeps it.
struct hanging_state {
  std::vector<std::function<void()>> kept;
};
using hanging_pointer = archivist_actor::stateful_pointer<hanging_state>;

template <class Request, class Reply>
auto hangs(hanging_pointer self) {
  return [self](const Request&) {
    auto promise = self->make_response_promise<Reply>();
    self->state.kept.push_back([promise] {});
    return promise;
  };
}

/// Takes an argument, since CAF 0.17 dereferences a null tuple where a function takes none.
archivist_actor::behavior_type hanging_archivist(hanging_pointer self, int) {
  return {hangs<settle_ptr, settle_reply>(self), hangs<lookup_ptr, lookup_reply>(self),
          hangs<holder_ptr, holder_reply>(self), hangs<wake_ptr, wake_reply>(self),
          hangs<stream_ptr, stream_reply>(self), hangs<keys_ptr, keys_reply>(self)};
}

class workspace_test : public testing::Test {
protected:
  /// Somebody with a name and an address.
  uuid registered(workspace& at, const std::string& name) {
    const auto id = random_id();
    const auto digest = octets_of(world.finish(at.lookup_digest("user_name", name)));
    muniment::user::register_user wish;
    wish.user_name = plain{name};
    wish.user_name_digest = plain{digest};
    wish.email = plain{name + "@example.com"};
    wish.email_digest = plain{octets_of(world.finish(at.lookup_digest("email", name)))};
    wish.email_verified = true;
    wish.display_name = plain{std::string{"Somebody"}};
    EXPECT_EQ(decided<muniment::user::noun>(at, id, wish).verdict, command_verdict::accepted);
    return id;
  }

  template <decider Noun, class Wish>
  command_reply decided(workspace& at, const uuid& stream, const Wish& wish) {
    return world.finish(at.decide(wish_of<Noun>(stream, wish, node_world::nobody(), at.now())));
  }

  /// What a projector answers that is told so of its users.
  template <class Reply, class Atom>
  Reply told(const projector_actor& folding, Atom what) {
    Reply answer{};
    caf::scoped_actor self{world.node().actors()};
    self->request(folding, std::chrono::seconds{10}, what, std::string{"users"})
        .receive([&](const Reply& reply) { answer = reply; },
                 [](const caf::error&) { ADD_FAILURE() << "the projector does not answer"; });
    return answer;
  }

  std::optional<uuid> who_is(workspace& at, const std::string& name) {
    const auto digest = octets_of(world.finish(at.lookup_digest("user_name", name)));
    return world.finish(at.holder({claim_kind::user_name, digest}));
  }

  node_world world;
};

TEST_F(workspace_test, a_new_one_says_who_it_is_and_has_a_key_that_signs) {
  const auto acme = world.made("acme");
  EXPECT_EQ(acme->identity().slug, "acme");
  EXPECT_EQ(acme->identity().issuer, "https://acme.muniment.localhost:8443");
  const auto signer = world.finish(acme->signer("ES256"));
  ASSERT_TRUE(signer);
  const auto token = world.finish(acme->sign(signer->key_id, "at+jwt", R"({"sub":"me"})"));
  const auto claims = world.finish(acme->verified_claims("at+jwt", token));
  ASSERT_TRUE(claims);
  EXPECT_EQ(*claims, (boost::json::object{{"sub", "me"}}));
  EXPECT_EQ(world.finish(acme->verified_claims("at+jwt", token)), claims) << "not verified again";
  EXPECT_FALSE(world.finish(acme->verified_claims("jwt", token)));
  EXPECT_EQ(world.finish(acme->published_keys()).size(), 1U);
}

TEST_F(workspace_test, a_read_model_that_is_behind_keeps_nobody_out_who_does_not_ask_for_it) {
  auto acme = world.made("acme");
  const auto ada = registered(*acme, "ada");
  for (const auto* each : {"workspaces", "users", "signing_keys", "audit"})
    ASSERT_TRUE(world.finish(acme->persisted(each))) << each;
  const auto checkpoints = acme->place().schema.text() + ".checkpoints";
  acme.reset();
  world.end();
  test::owner_session owner{world.database()};
  pqxx::work holder{owner};
  holder.exec("SELECT FROM " + checkpoints + " WHERE projection = 'audit' FOR UPDATE");
  world.begin();
  acme = world.found("acme");
  ASSERT_TRUE(acme);
  EXPECT_TRUE(world.finish(acme->signer("ES256")));
  EXPECT_TRUE(world.finish(acme->user(ada)));
  EXPECT_FALSE(world.finish(acme->persisted("audit")));
  holder.abort();
}

TEST_F(workspace_test, what_is_decided_can_be_read_at_once) {
  const auto acme = world.made("acme");
  const auto id = registered(*acme, "ada");
  EXPECT_EQ(who_is(*acme, "ada"), id);
  EXPECT_FALSE(who_is(*acme, "bob"));
  const auto person = world.finish(acme->opened(id));
  ASSERT_TRUE(person);
  EXPECT_EQ(person->user_name, "ada");
  EXPECT_EQ(person->email, "ada@example.com");
  EXPECT_TRUE(person->email_verified);
  EXPECT_EQ(person->display_name, "Somebody");
  EXPECT_FALSE(world.finish(acme->opened(random_id())));
}

TEST_F(workspace_test, a_credential_is_told_opened) {
  const auto acme = world.made("acme");
  const auto id = registered(*acme, "ada");
  EXPECT_EQ(world.finish(acme->credential_of(id)).phase, credential::phase::absent);
  decided<credential::noun>(*acme, id, credential::set_password{plain{std::string{"$hash"}}, true});
  const auto state = world.finish(acme->credential_of(id));
  EXPECT_EQ(state.password_hash.reveal(), "$hash");
  EXPECT_TRUE(state.must_change);
}

TEST_F(workspace_test, another_process_finds_everything) {
  const auto id = registered(*world.made("acme"), "ada");
  world.end();
  world.begin();
  const auto acme = world.found("acme");
  ASSERT_TRUE(acme);
  EXPECT_EQ(who_is(*acme, "ada"), id);
  EXPECT_EQ(world.finish(acme->opened(id))->user_name, "ada");
  EXPECT_TRUE(world.finish(acme->signer("ES256")));
}

TEST_F(workspace_test, one_workspace_opens_nothing_of_another) {
  const auto acme = world.made("acme");
  const auto other = world.made("other");
  const auto id = registered(*acme, "ada");
  EXPECT_FALSE(who_is(*other, "ada"));
  EXPECT_FALSE(world.finish(other->opened(id)));
  const auto box = world.finish(acme->seal("request", {1, 2, 3}));
  EXPECT_EQ(world.finish(acme->unseal("request", box)), (bytes{1, 2, 3}));
  EXPECT_FALSE(world.finish(acme->unseal("token", box)));
  EXPECT_FALSE(world.finish(other->unseal("request", box)));
  const auto signer = world.finish(acme->signer("ES256"));
  const auto token = world.finish(acme->sign(signer->key_id, "at+jwt", R"({"sub":"me"})"));
  EXPECT_FALSE(world.finish(other->verified_claims("at+jwt", token)));
}

TEST_F(workspace_test, an_erased_person_is_nobody_at_once_and_after_a_restart) {
  auto acme = world.made("acme");
  const auto id = registered(*acme, "ada");
  const auto other = registered(*acme, "bob");
  EXPECT_EQ(decided<muniment::user::noun>(*acme, id, muniment::user::erase{}).verdict,
            command_verdict::accepted);
  for (int life = 0; life < 2; ++life) {
    EXPECT_FALSE(who_is(*acme, "ada"));
    const auto gone = world.finish(acme->opened(id));
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->phase, users::phase::erased);
    EXPECT_FALSE(gone->user_name);
    EXPECT_EQ(world.finish(acme->opened(other))->user_name, "bob");
    acme.reset();
    world.end();
    world.begin();
    acme = world.found("acme");
  }
}

/// A row that was read before the erasure still holds the boxes, and their key was at hand.
TEST_F(workspace_test, what_was_opened_before_an_erasure_is_shut_at_once) {
  const auto acme = world.made("acme");
  const auto id = registered(*acme, "ada");
  const auto row = world.finish(acme->user(id));
  ASSERT_TRUE(row);
  EXPECT_EQ(world.finish(acme->open_row(*row)).user_name, "ada");
  decided<muniment::user::noun>(*acme, id, muniment::user::erase{});
  EXPECT_FALSE(world.finish(acme->open_row(*row)).user_name);
}

/// Every read model of a workspace that is being served.
TEST_F(workspace_test, is_rebuilt_equal_while_it_serves_also_after_an_erasure) {
  const auto acme = world.made("acme");
  const auto id = registered(*acme, "ada");
  registered(*acme, "bob");
  decided<muniment::user::noun>(*acme, id, muniment::user::erase{});
  const auto& schema = acme->place().schema;
  auto& pool = world.node().connections();
  boost::mp11::mp_for_each<read_models>([&]<class P>(P) {
    EXPECT_TRUE(world.finish(acme->persisted(std::string{P::name})));
    const auto live = verify<P>(pool, schema, {}, &acme->views().get<P>());
    EXPECT_TRUE(live.equal()) << P::name << ": " << live.difference;
    const auto rebuilt = rebuild<P>(pool, schema);
    EXPECT_EQ(rebuilt.checksum, live.folded) << P::name;
    EXPECT_EQ(rebuilt.rows, live.rows) << P::name;
  });
}

/// A disk may stand still for longer than a read model takes to fold.
TEST_F(workspace_test, a_table_is_waited_for_longer_than_what_is_in_memory) {
  const auto place = world.made("acme")->place();
  world.end();
  world.begin();
  auto services = world.node().services();
  const auto acme = std::make_shared<workspace>(services, place);
  ASSERT_TRUE(world.finish(acme->open()));
  registered(*acme, "ada");
  services.limits.folding = std::chrono::milliseconds{0};
  EXPECT_TRUE(world.finish(acme->persisted("users")));
  services.limits.writing = std::chrono::milliseconds{0};
  registered(*acme, "bob");
  EXPECT_FALSE(world.finish(acme->persisted("users")));
}

/// Rows that claim to reach beyond the journal are not trusted.
TEST_F(workspace_test, a_read_model_that_stopped_lets_nobody_in) {
  auto acme = world.made("acme");
  const auto ada = registered(*acme, "ada");
  const auto checkpoint = acme->place().schema.text() + ".checkpoints";
  ASSERT_TRUE(world.finish(acme->persisted("users")));
  const auto restart_with = [&](const std::string& change) {
    acme.reset();
    world.end();
    world.database().execute("UPDATE " + checkpoint + " SET position = position " + change +
                             " WHERE projection = 'users'");
    world.begin();
    acme = world.found("acme");
  };
  restart_with("+ 1000");
  for (int reading = 0; reading < 2; ++reading)
    EXPECT_THROW(world.finish(acme->user(ada)), workspace_unavailable) << reading;
  EXPECT_FALSE(world.finish(acme->session(ada))) << "others are read on";
  EXPECT_TRUE(world.finish(acme->signer("ES256")));
  restart_with("- 1000");
  EXPECT_TRUE(world.finish(acme->user(ada)));
}

/// A rebuild holds it for a moment, and longer where somebody else holds its tables.
TEST_F(workspace_test, no_reader_sees_what_was_before_an_answer) {
  const auto place = world.made("acme")->place();
  world.end();
  world.begin();
  auto services = world.node().services();
  const auto patience = services.limits.folding;
  const auto acme = std::make_shared<workspace>(services, place);
  ASSERT_TRUE(world.finish(acme->open()));
  const auto ada = registered(*acme, "ada");
  ASSERT_EQ(world.finish(acme->user(ada))->phase, users::phase::active);
  const auto projecting = world.finish(acme->projector());
  ASSERT_TRUE(told<hold_reply>(projecting, hold_atom::value).held);
  services.limits.folding = std::chrono::milliseconds{50};
  const auto reply = decided<muniment::user::noun>(*acme, ada, muniment::user::disable{});
  EXPECT_EQ(reply.verdict, command_verdict::accepted) << "what is durable is acknowledged";
  EXPECT_THROW(world.finish(acme->user(ada)), workspace_unavailable);
  EXPECT_FALSE(world.finish(acme->session(ada))) << "others are read on";
  services.limits.folding = patience;
  ASSERT_TRUE(told<bool>(projecting, reload_atom::value));
  EXPECT_EQ(world.finish(acme->user(ada))->phase, users::phase::disabled);
}

TEST_F(workspace_test, what_is_durable_is_acknowledged_also_where_nobody_may_read_any_more) {
  const auto place = world.made("acme")->place();
  world.end();
  world.begin();
  auto services = world.node().services();
  const auto acme = std::make_shared<workspace>(services, place);
  ASSERT_TRUE(world.finish(acme->open()));
  const auto ada = registered(*acme, "ada");
  const auto projecting = world.finish(acme->projector());
  ASSERT_TRUE(told<hold_reply>(projecting, hold_atom::value).held);
  services.term = std::make_shared<lease_term>();
  const auto reply = decided<muniment::user::noun>(*acme, ada, muniment::user::disable{});
  EXPECT_EQ(reply.verdict, command_verdict::accepted);
  EXPECT_THROW(world.finish(acme->user(ada)), workspace_unavailable);
  services.term = world.node().services().term;
  ASSERT_TRUE(told<bool>(projecting, reload_atom::value));
  EXPECT_EQ(world.finish(acme->user(ada))->phase, users::phase::disabled);
}

TEST_F(workspace_test, an_archivist_that_hangs_holds_up_no_workspace_of_another) {
  const std::vector<std::size_t> both{0, 1};
  std::array<std::optional<storage::workspace_place>, 2> at;
  for (int made = 0; made < 20 && !(at[0] && at[1]); ++made) {
    const auto place = world.made("made-" + std::to_string(made))->place();
    at.at(one_for(place.id, both)) = place;
  }
  ASSERT_TRUE(at[0] && at[1]);
  world.end();
  world.begin();
  const auto hanging = world.node().actors().spawn(hanging_archivist, 0);
  auto services = world.node().services();
  services.archivists = {hanging, services.archivists.front()};
  auto impatient = services;
  impatient.limits.waking = std::chrono::milliseconds{50};
  const auto stuck = std::make_shared<workspace>(impatient, *at[0]);
  EXPECT_THROW(world.finish(stuck->open()), workspace_unavailable);
  EXPECT_TRUE(world.finish(std::make_shared<workspace>(services, *at[1])->open()));
  EXPECT_THROW(world.finish(stuck->open()), workspace_unavailable) << "for it still hangs";
  caf::anon_send_exit(hanging, caf::exit_reason::user_shutdown);
}

TEST_F(workspace_test, making_one_again_changes_nothing) {
  world.made("acme");
  const auto again = world.finish(create_workspace(
      world.node(), {"acme", "https://elsewhere", "Another"}, node_world::nobody()));
  EXPECT_EQ(again.verdict, creation_verdict::existing);
  EXPECT_EQ(world.found("acme")->identity().issuer, "https://acme.muniment.localhost:8443");
}

TEST_F(workspace_test, a_wish_that_came_too_late_is_no_lawful_no) {
  const auto acme = world.made("acme");
  auto late = wish_of<project::noun>(random_id(), project::create{"late"}, node_world::nobody(),
                                     acme->now(), std::chrono::seconds{-1});
  try {
    world.finish(acme->decide(std::move(late)));
    ADD_FAILURE() << "it was answered";
  } catch (const workspace_unavailable& why) {
    EXPECT_STREQ(why.what(), "a command was not taken: deadline_passed");
  }
  auto again = wish_of<project::noun>(random_id(), project::create{"default"}, node_world::nobody(),
                                      acme->now());
  EXPECT_EQ(world.finish(acme->decide(std::move(again))).why, "name_taken");
}

TEST_F(workspace_test, nobody_answers_for_a_slug_that_is_not_there) {
  EXPECT_FALSE(world.found("nobody"));
  for (const auto* slug : {"-bad-", "a--b", "Acme", "", "api", "console"}) {
    const auto bad = world.finish(
        create_workspace(world.node(), {slug, "https://x", "X"}, node_world::nobody()));
    EXPECT_EQ(bad.verdict, creation_verdict::refused) << slug;
    EXPECT_EQ(bad.why, "invalid_value") << slug;
  }
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/node/directory.hpp"

#include "actors/workspace.hpp"
#include "http/server/wish.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::node_world;

std::string issuer_of(const std::string& slug) {
  return "https://" + slug + ".muniment.localhost:8443";
}

class directory_test : public testing::Test {
protected:
  void reserve(const std::string& slug) {
    storage::reserve_slug(world.node().control_dsn(), acme->place().id, slug);
  }
  /// As far as a change of slug came whose process was killed before the route followed.
  void change_slug(const std::string& slug) {
    reserve(slug);
    auto wish = wish_of<muniment::workspace::noun>(
        acme->place().id, muniment::workspace::change_slug{slug, issuer_of(slug)},
        node_world::nobody(), acme->now());
    EXPECT_EQ(world.finish(acme->decide(std::move(wish))).verdict, command_verdict::accepted);
  }
  void restart() {
    acme.reset();
    world.end();
    world.begin();
  }
  std::string route() { return world.database().value("SELECT slug FROM muniment.workspaces"); }
  std::string known_issuer() {
    return world.database().value("SELECT issuer FROM muniment.workspaces");
  }

  node_world world;
  std::shared_ptr<workspace> acme = world.made("acme");
};

TEST_F(directory_test, a_change_of_slug_that_was_cut_short_is_completed_at_the_new_one) {
  change_slug("globex");
  restart();
  EXPECT_EQ(route(), "acme");
  const auto found = world.found("globex");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity().slug, "globex");
  EXPECT_EQ(found->identity().issuer, issuer_of("globex"));
  EXPECT_EQ(route(), "globex");
  EXPECT_EQ(known_issuer(), issuer_of("globex"));
  EXPECT_FALSE(world.found("acme"));
}

TEST_F(directory_test, or_at_the_old_one_which_leads_nowhere_any_more) {
  change_slug("globex");
  restart();
  EXPECT_FALSE(world.found("acme"));
  EXPECT_EQ(route(), "globex");
  EXPECT_TRUE(world.found("globex"));
}

TEST_F(directory_test, or_by_the_process_that_knows_it_already) {
  change_slug("globex");
  const auto found = world.found("globex");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity().issuer, issuer_of("globex"));
  EXPECT_EQ(acme->identity().slug, "acme") << "a request that began before ends as it began";
  EXPECT_TRUE(world.finish(acme->described())) << "and still reaches the workspace";
  EXPECT_EQ(route(), "globex");
  EXPECT_FALSE(world.found("acme"));
}

TEST_F(directory_test, a_slug_that_is_only_reserved_leads_nowhere) {
  reserve("globex");
  EXPECT_FALSE(world.found("globex"));
  EXPECT_TRUE(world.found("acme"));
  restart();
  EXPECT_FALSE(world.found("globex"));
  EXPECT_EQ(world.found("acme")->identity().slug, "acme");
  EXPECT_EQ(route(), "acme");
}

/// Two changes at once, of which the second's reservation undid the first's.
TEST_F(directory_test, one_whose_new_slug_somebody_else_got_is_served_at_the_old_one) {
  change_slug("globex");
  reserve("initech");
  world.made("globex");
  restart();
  ASSERT_TRUE(world.found("acme"));
  EXPECT_EQ(world.found("globex")->identity().slug, "globex");
  acme = world.found("acme");
  change_slug("initech");
  EXPECT_EQ(world.found("initech")->identity().slug, "initech");
}

TEST_F(directory_test, an_issuer_that_the_routes_do_not_know_is_told_to_them) {
  EXPECT_EQ(known_issuer(), issuer_of("acme"));
  world.database().execute("UPDATE muniment.workspaces SET issuer = NULL");
  restart();
  const auto found = world.found("acme");
  ASSERT_TRUE(found);
  EXPECT_EQ(known_issuer(), issuer_of("acme"));
  EXPECT_EQ(world.found("acme"), world.found("acme")) << "once";
}

TEST_F(directory_test, who_does_not_answer_now_is_not_woken_by_a_glance) {
  const auto& all = world.node().workspaces();
  EXPECT_EQ(all.answering("acme"), acme);
  EXPECT_FALSE(all.answering("globex"));
  restart();
  EXPECT_FALSE(world.node().workspaces().answering("acme"));
  EXPECT_EQ(world.node().workspaces().figures().known, 0U);
}

TEST_F(directory_test, nobody_is_found_at_a_slug_of_nobody) {
  EXPECT_FALSE(world.found("globex"));
  EXPECT_FALSE(world.finish(world.node().workspaces().follow("globex")));
  EXPECT_EQ(world.node().workspaces().figures().known, 1U);
}

}
}

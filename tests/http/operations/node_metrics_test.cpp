// SPDX-License-Identifier: Apache-2.0
#include "http/operations/node_metrics.hpp"

#include "http/operations/metrics.hpp"
#include "http/server/tls_context.hpp"
#include "tests/support/node_world.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

namespace muniment::http {
namespace {

/// The value of a sample; -1 when there is none.
double value_of(const std::string& text, const std::string& sample) {
  const auto at = text.find("\n" + sample + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + sample.size() + 2));
}

class node_metrics_test : public testing::Test {
protected:
  std::string told() { return exposition({make_node_metrics(world.node())}); }

  test::node_world world;
};

TEST_F(node_metrics_test, tell_of_pools_workspaces_and_commits) {
  const auto before = told();
  EXPECT_EQ(value_of(before, "muniment_workspaces_known"), 0);
  EXPECT_EQ(value_of(before, "muniment_hub_commits_total"), 0);
  const auto acme = world.made("acme");
  const auto now = told();
  EXPECT_EQ(value_of(now, "muniment_workspaces_known"), 1);
  EXPECT_EQ(value_of(now, "muniment_workspaces_awake"), 1);
  EXPECT_GE(value_of(now, "muniment_hub_commits_total"), 1);
  EXPECT_GE(value_of(now, "muniment_hub_parts_total{outcome=\"committed\"}"), 1);
  EXPECT_EQ(value_of(now, "muniment_hub_parts_total{outcome=\"unknown\"}"), 0);
  EXPECT_GE(value_of(now, "muniment_journal_events_total"), 4);
  EXPECT_EQ(value_of(now, "muniment_unknown_outcomes_settled_total{found=\"written\"}"), 0);
  EXPECT_EQ(value_of(now, "muniment_pool_threads{pool=\"read\"}"), 2);
  EXPECT_EQ(value_of(now, "muniment_pool_threads{pool=\"upkeep\"}"), 2);
  EXPECT_EQ(value_of(now, "muniment_pool_waiting_limit{pool=\"password\"}"), 32);
  EXPECT_EQ(value_of(now, "muniment_database_connections_limit"), 8);
  EXPECT_GE(value_of(now, "muniment_database_connections{state=\"idle\"}") +
                value_of(now, "muniment_database_connections{state=\"busy\"}"),
            1);
  EXPECT_EQ(value_of(now, "muniment_projection_lag_events{projection=\"users\"}"), 0);
  EXPECT_EQ(now.find("acme"), std::string::npos) << "workspaces are counted, not named";
}

TEST_F(node_metrics_test, tell_of_a_full_pool) {
  std::promise<void> open;
  const auto opened = open.get_future().share();
  auto& pool = world.node().passwords();
  while (pool.offer([opened] { opened.wait(); })) {
  }
  const auto now = told();
  open.set_value();
  EXPECT_EQ(value_of(now, "muniment_pool_refused_total{pool=\"password\"}"), 1);
  EXPECT_GE(value_of(now, "muniment_pool_waiting{pool=\"password\"}"), 31);
  EXPECT_EQ(value_of(now, "muniment_pool_refused_total{pool=\"sign\"}"), 0);
}

/// A read model whose rows claim to reach beyond the journal is not trusted and stops.
TEST_F(node_metrics_test, tell_of_a_read_model_that_stopped) {
  auto acme = world.made("acme");
  const auto schema = acme->place().schema.text();
  ASSERT_TRUE(world.finish(acme->persisted("projects")));
  EXPECT_EQ(value_of(told(), "muniment_projection_parked_workspaces{projection=\"projects\"}"), 0);
  acme.reset();
  world.end();
  world.database().execute("UPDATE " + schema +
                           ".checkpoints SET position = 1000 WHERE projection = 'projects'");
  world.begin();
  ASSERT_TRUE(world.found("acme"));
  const auto now = told();
  EXPECT_EQ(value_of(now, "muniment_projection_parked_workspaces{projection=\"projects\"}"), 1);
  EXPECT_EQ(value_of(now, "muniment_projection_parked_workspaces{projection=\"clients\"}"), 0);
}

/// https://prometheus.io/docs/practices/naming and the text format.
TEST_F(node_metrics_test, keep_the_rules_of_names) {
  const auto now = told();
  const std::regex type{"# TYPE (muniment_[a-z_]+) (counter|gauge)\n"};
  std::set<std::string> names;
  for (std::sregex_iterator each{now.begin(), now.end(), type}, end; each != end; ++each) {
    const auto name = (*each)[1].str();
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.ends_with("_total"), (*each)[2] == "counter") << name;
  }
  EXPECT_GT(names.size(), 15U);
}

TEST(tls_metrics, tell_when_the_certificate_ends_and_of_one_that_was_refused) {
  test::temporary_directory directory;
  const tls_settings files{directory.path() / "chain.pem", directory.path() / "key.pem"};
  test::write_certificate("a", files.certificate_chain, files.key);
  const auto tls = *tls_context::make(files);
  const auto sources = figure_sources{make_tls_metrics(tls)};
  const auto ends = std::chrono::duration<double>(tls->expiry().time_since_epoch()).count();
  EXPECT_EQ(value_of(exposition(sources), "muniment_tls_certificate_expiry_timestamp_seconds"),
            ends);
  std::ofstream{files.key} << "no key";
  EXPECT_TRUE(tls->reload().has_value());
  const auto now = exposition(sources);
  EXPECT_EQ(value_of(now, "muniment_tls_certificate_reads_total{result=\"taken\"}"), 1);
  EXPECT_EQ(value_of(now, "muniment_tls_certificate_reads_total{result=\"refused\"}"), 1);
}

}
}

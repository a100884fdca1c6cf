// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/issuers.hpp"

#include "ops/serve/first_entries.hpp"
#include "tests/support/service_over.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace muniment::ops {
namespace {

using testing::HasSubstr;
using testing::Not;
using changes = std::vector<std::pair<std::string, std::string>>;

/// Servers in this process, one after the other over one database, each with settings of its own.
class issuers_of_workspaces : public testing::Test {
protected:
  void begin(const changes& settings) {
    server.reset();
    server.emplace(options(settings));
    server->start();
  }

  service_options options(const changes& settings) {
    changes all{{"operations_port", std::to_string(test::free_port())}, {"jwks_alg", "ES256"}};
    all.insert(all.end(), settings.begin(), settings.end());
    return test::service_over(database, folder.path(), log, std::move(all));
  }

  /// With these workspaces, each with the issuer of the settings.
  void begin_with(const changes& settings, const std::vector<std::string>& slugs) {
    begin(settings);
    for (const auto& slug : slugs)
      server->wait_for(ensure_workspace(*server, slug, slug));
  }

  /// What the server that now ends has told since it began.
  std::string told() {
    server.reset();
    auto all = log.str();
    log.str({});
    return all;
  }

  /// As its journal has it.
  std::string issuer(const std::string& slug) {
    const auto ask = [](service& at, std::string name) -> asio::awaitable<std::string> {
      const auto found = co_await at.node().workspaces().find(std::move(name));
      co_return found->identity().issuer;
    };
    return server->wait_for(ask(*server, slug));
  }

  void update() {
    update_issuers(*server, [this](std::string_view step) { steps.emplace_back(step); });
  }

  static std::string at(const std::string& host, int port = 8443) {
    return "https://" + host + "muniment.localhost:" + std::to_string(port);
  }

  test::journal_database database;
  test::temporary_directory folder;
  std::ostringstream log;
  std::vector<std::string> steps;
  std::optional<service> server;
};

const changes first{{"public_port", "8443"}, {"primary_workspace", "acme"}};
const changes second{{"public_port", "8443"}, {"primary_workspace", "beta"}};

TEST_F(issuers_of_workspaces, follow_the_primary_workspace_from_one_to_the_other) {
  begin_with(first, {"system", "acme", "beta"});
  EXPECT_EQ(issuer("acme"), at(""));
  begin(second);
  update();
  EXPECT_EQ(issuer("acme"), at("acme."));
  EXPECT_EQ(issuer("beta"), at("")) << "whoever of the two comes first";
  EXPECT_EQ(steps.size(), 1U);
  update();
  EXPECT_EQ(steps.size(), 1U) << "nothing is left to do";
}

TEST_F(issuers_of_workspaces, follow_the_port_that_of_the_operators_too) {
  begin_with(first, {"system", "acme"});
  begin({{"public_port", "9443"}, {"primary_workspace", "acme"}});
  update();
  EXPECT_EQ(issuer("acme"), at("", 9443));
  EXPECT_EQ(issuer("system"), at("system.", 9443));
}

TEST_F(issuers_of_workspaces, wait_while_another_workspace_has_them) {
  begin_with(first, {"acme", "beta"});
  begin(second);
  EXPECT_FALSE(server->wait_for(update_issuer(*server, "beta")));
  server->wait_for(ensure_workspace(*server, "beta", "Beta"));
  EXPECT_EQ(issuer("beta"), at("beta."));
  EXPECT_TRUE(server->wait_for(update_issuer(*server, "acme")));
  EXPECT_TRUE(server->wait_for(update_issuer(*server, "beta")));
  EXPECT_EQ(issuer("beta"), at(""));
  EXPECT_THAT(told(), HasSubstr("beta cannot have the issuer of the settings"));
}

TEST_F(issuers_of_workspaces, of_other_settings_are_warned_of_in_one_line) {
  begin_with(first, {"system", "acme", "beta"});
  warn_of_issuers(*server);
  EXPECT_THAT(told(), Not(HasSubstr("earlier settings")));
  for (const auto& changed : {second, changes{{"public_port", "9443"}},
                              changes{{"host_pattern", "id-{slug}.{base_domain}"}}}) {
    begin(changed);
    warn_of_issuers(*server);
    EXPECT_THAT(told(),
                HasSubstr("nobody can sign in there: 2, first acme, beta; set those back, or "
                          "for each: muniment workspace rename SLUG SLUG"));
  }
}

TEST_F(issuers_of_workspaces, that_the_routes_do_not_know_are_asked_for) {
  begin_with(first, {"acme"});
  database.execute("UPDATE muniment.workspaces SET issuer = NULL");
  begin(first);
  update();
  EXPECT_EQ(database.value("SELECT issuer FROM muniment.workspaces"), at(""));
}

}
}

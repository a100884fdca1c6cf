// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/names_look.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

using hosts = std::vector<std::string>;

places at(const std::string& base_domain) {
  auto values = ops::load_settings({})->values;
  values.base_domain = base_domain;
  return places_of(values, "/srv/m");
}

TEST(names_look, asks_for_the_hosts_of_the_deployment) {
  EXPECT_EQ(hosts_of(at("m.localhost")),
            (hosts{"api.m.localhost", "system.m.localhost", "demo.m.localhost"}));
  auto values = ops::load_settings({})->values;
  values.base_domain = "example.com";
  values.dsn = "host=/run/postgresql";
  values.primary_workspace = "acme";
  EXPECT_EQ(hosts_of(places_of(values, "/srv/m")),
            (hosts{"api.example.com", "system.example.com", "any.example.com", "example.com"}));
}

TEST(names_look, asks_for_a_workspace_at_the_base_domain_once) {
  auto values = ops::load_settings({})->values;
  values.base_domain = "m.localhost";
  values.primary_workspace = "demo";
  EXPECT_EQ(hosts_of(places_of(values, "/srv/m")),
            (hosts{"api.m.localhost", "system.m.localhost", "m.localhost"}));
}

/// Those that were entered one by one may be known all the same.
TEST(names_look, tells_of_a_missing_wildcard_less_gravely) {
  auto values = ops::load_settings({})->values;
  values.base_domain = "a..b";
  values.dsn = "host=/run/postgresql";
  test::heard heard;
  look_at_names(places_of(values, "/srv/m"), heard);
  EXPECT_EQ(heard.verdict_of("system.a..b"), verdict::failed);
  EXPECT_EQ(heard.verdict_of("any.a..b"), verdict::warning);
}

TEST(names_look, tells_of_each_host) {
  test::heard heard;
  look_at_names(at("a..b"), heard);
  EXPECT_EQ(heard.verdict_of("api.a..b"), verdict::failed) << "no such name can be";
  EXPECT_EQ(heard.all.size(), 3U);
}

}
}

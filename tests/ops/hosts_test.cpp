// SPDX-License-Identifier: Apache-2.0
#include "ops/hosts.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

settings some() {
  auto values = load_settings({})->values;
  values.base_domain = "example.com";
  values.public_port = 443;
  return values;
}

TEST(hosts, follow_the_settings) {
  auto values = some();
  values.host_pattern = "id-{slug}.{base_domain}";
  values.primary_workspace = "main";
  const auto hosts = host_router_of(values);
  ASSERT_TRUE(hosts);
  EXPECT_EQ(hosts->canonical_host("acme"), "id-acme.example.com");
  EXPECT_EQ(hosts->canonical_host("main"), "example.com");
  EXPECT_EQ(hosts->route("example.com"), http::host_destination(http::workspace_host{"main"}));
}

TEST(hosts, of_the_control_plane_follow_no_pattern) {
  auto values = some();
  values.host_pattern = "id-{slug}.login.test";
  EXPECT_EQ(control_host(values), "api.example.com");
  EXPECT_EQ(host_router_of(values)->route(control_host(values)),
            http::host_destination(http::control_host{}));
}

TEST(hosts, that_cannot_be_are_told_by_their_setting) {
  auto values = some();
  values.host_pattern = "no-slug";
  EXPECT_EQ(host_router_of(values).error(), "host_pattern has no {slug}");
}

TEST(hosts, and_the_port_make_the_issuers) {
  auto values = some();
  values.host_pattern = "id-{slug}.{base_domain}";
  values.primary_workspace = "main";
  values.public_port = 8443;
  const auto rule = issuers_of(values, *host_router_of(values));
  EXPECT_EQ(rule.pattern, "https://id-{slug}.example.com:8443");
  EXPECT_EQ(rule.primary, "main");
  EXPECT_EQ(rule.primary_issuer, "https://example.com:8443");
  EXPECT_EQ(rule.except, "system");
}

TEST(hosts, have_an_origin_with_any_port_but_that_of_https) {
  auto values = some();
  EXPECT_EQ(origin_of(values, "api.example.com"), "https://api.example.com");
  values.public_port = 8443;
  EXPECT_EQ(origin_of(values, "api.example.com"), "https://api.example.com:8443");
}

}
}

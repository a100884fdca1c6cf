// SPDX-License-Identifier: Apache-2.0
#include "http/server/host.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muniment::http {

void PrintTo(const host_destination& shown, std::ostream* out) {
  if (const auto* workspace = std::get_if<workspace_host>(&shown))
    *out << "workspace " << workspace->slug;
  if (const auto* console = std::get_if<console_host>(&shown)) *out << "console " << console->slug;
  if (const auto* error = std::get_if<host_error>(&shown)) *out << problem_of(*error).code;
  if (std::holds_alternative<control_host>(shown)) *out << "control";
}

namespace {

using enum host_error;

const auto router = *host_router::make({.base_domain = "b.test"});

struct routed {
  std::string host;
  host_destination expected;
};

TEST(host, is_routed_by_the_table) {
  const auto workspace = [](std::string slug) { return workspace_host{std::move(slug)}; };
  const std::vector<routed> table{
      {"acme.b.test", workspace("acme")},
      {"acme-corp.b.test", workspace("acme-corp")},
      {"tenant123.b.test", workspace("tenant123")},
      {"a.b.test", workspace("a")},
      {std::string(50, 'a') + ".b.test", workspace(std::string(50, 'a'))},
      {"ACME.B.Test", workspace("acme")},
      {"acme.b.test.", workspace("acme")},
      {"acme.b.test:8443", workspace("acme")},
      {"acme.b.test.:443", workspace("acme")},
      {"b.test", workspace("default")},
      {"B.TEST.:8443", workspace("default")},
      {"api.b.test", control_host{}},
      {"API.b.test.:1", control_host{}},
      {"acme--console.b.test", console_host{"acme"}},
      // Below B, but nobody's shape.
      {"dev.acme.b.test", invalid_format},
      {"api.acme.b.test", invalid_format},
      {"-acme.b.test", invalid_format},
      {"acme-.b.test", invalid_format},
      {"tenant_name.b.test", invalid_format},
      {"xn--bcher-kva.b.test", invalid_format},
      {"a--b.b.test", invalid_format},
      {"--console.b.test", invalid_format},
      {"dev.acme--console.b.test", invalid_format},
      {"a--b--console.b.test", invalid_format},
      {".b.test", invalid_format},
      {"acme..b.test", invalid_format},
      {std::string(51, 'a') + ".b.test", invalid_format},
      {"127.0.0.1.b.test", invalid_format},
      // No host name.
      {"", invalid_format},
      {".", invalid_format},
      {":8443", invalid_format},
      {"acme.b.test:", invalid_format},
      {"acme.b.test:0", invalid_format},
      {"acme.b.test:x", invalid_format},
      {"acme.b.test:+1", invalid_format},
      {"acme.b.test:65536", invalid_format},
      {"acme.b.test:443:443", invalid_format},
      {"acme.b.test..", invalid_format},
      {"user@acme.b.test", invalid_format},
      {"acme.b.test@evil.test", invalid_format},
      {"acme.b.test/x", invalid_format},
      {"acme.b.test,evil.test", invalid_format},
      {"acme .b.test", invalid_format},
      {"%61cme.b.test", invalid_format},
      {"caf\xc3\xa9.b.test", invalid_format},
      {std::string(260, 'a') + ".b.test", invalid_format},
      {"[::1", invalid_format},
      {"[]", invalid_format},
      {"[::1]8443", invalid_format},
      {"[::1]:x", invalid_format},
      // Somebody else.
      {"acme.other.test", tenant_not_found},
      {"evilb.test", tenant_not_found},
      {"acme.b.test.evil.test", tenant_not_found},
      {"test", tenant_not_found},
      {"127.0.0.1", tenant_not_found},
      {"127.0.0.1:8443", tenant_not_found},
      {"[::1]", tenant_not_found},
      {"[::1]:8443", tenant_not_found},
      {"[::ffff:127.0.0.1]", tenant_not_found},
      {"www.b.test", tenant_not_found},
      {"console.b.test", tenant_not_found},
      {"api--console.b.test", tenant_not_found},
  };
  for (const auto& [host, expected] : table)
    EXPECT_EQ(router.route(host), expected) << host;
}

TEST(host, is_missing) { EXPECT_EQ(router.route({}), host_destination(missing_host)); }

TEST(host, is_naked_for_the_primary_then_the_default_workspace) {
  const auto naked = [](std::string primary, std::string fallback) {
    const host_settings settings{.base_domain = "b.test",
                                 .primary_workspace = std::move(primary),
                                 .default_workspace = std::move(fallback)};
    return std::get<workspace_host>(host_router::make(settings)->route("b.test")).slug;
  };
  EXPECT_EQ(naked("main", "other"), "main");
  EXPECT_EQ(naked("", "other"), "other");
  EXPECT_EQ(naked("", ""), "default");
}

TEST(host, may_follow_another_pattern) {
  const auto made = host_router::make({.base_domain = "b.test", .pattern = "id-{slug}.login.test"});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->route("id-acme.login.test"), host_destination(workspace_host{"acme"}));
  EXPECT_EQ(made->route("acme.login.test"), host_destination(tenant_not_found));
  EXPECT_EQ(made->route("id-.login.test"), host_destination(invalid_format));
  EXPECT_EQ(made->route("acme.b.test"), host_destination(invalid_format));
  EXPECT_EQ(made->route("api.b.test"), host_destination(control_host{}));
  EXPECT_EQ(made->canonical_host("acme"), "id-acme.login.test");
}

TEST(host, of_a_workspace_is_the_naked_one_only_for_the_primary) {
  const auto made = host_router::make(
      {.base_domain = "b.test", .primary_workspace = "main", .default_workspace = "other"});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->canonical_host("main"), "b.test");
  EXPECT_EQ(made->canonical_host("other"), "other.b.test");
  EXPECT_EQ(made->canonical_host("default"), "default.b.test");
  EXPECT_EQ(host_router::make({.base_domain = "b.test"})->canonical_host("default"),
            "default.b.test");
}

TEST(host, shares_a_domain_with_its_neighbours) {
  EXPECT_EQ(router.shared_domain("acme.b.test:8443"), "b.test");
  EXPECT_EQ(router.shared_domain("B.test."), "b.test");
  const auto apart =
      host_router::make({.base_domain = "b.test", .pattern = "id-{slug}.login.test"});
  EXPECT_EQ(apart->shared_domain("id-acme.login.test"), "login.test");
  EXPECT_EQ(apart->shared_domain("b.test"), "b.test");
}

TEST(host, settings_that_cannot_be_are_refused) {
  const auto refused = [](host_settings settings) {
    return host_router::make(settings).has_error();
  };
  for (const auto* base :
       {"", "B.test", "b.test.", ".b.test", "b..test", "b_.test", "b.test:443", "127.0.0.1"})
    EXPECT_TRUE(refused({.base_domain = base})) << base;
  for (const auto* pattern : {"", "{slug}", "x.{base_domain}", "{slug}.{slug}.{base_domain}",
                              "{slug}.{other}", "{slug}-.{base_domain}", "{SLUG}.{base_domain}"})
    EXPECT_TRUE(refused({.base_domain = "b.test", .pattern = pattern})) << pattern;
  EXPECT_TRUE(refused({.base_domain = "b.test", .primary_workspace = "No"}));
  EXPECT_TRUE(refused({.base_domain = "b.test", .default_workspace = "a--b"}));
}

TEST(host, errors_have_their_status_and_code) {
  for (const auto& [error, status, code] :
       {std::tuple(missing_host, 400, "missing_host"),
        std::tuple(invalid_format, 400, "invalid_format"),
        std::tuple(tenant_not_found, 404, "tenant_not_found")}) {
    EXPECT_EQ(problem_of(error).status, status);
    EXPECT_EQ(problem_of(error).code.view(), code);
  }
}

}
}

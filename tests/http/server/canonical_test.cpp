// SPDX-License-Identifier: Apache-2.0
#include "http/server/canonical.hpp"

#include <gtest/gtest.h>

namespace muniment::tests {
namespace {

http::request asked(std::string method, std::string host) {
  http::request made;
  made.method = std::move(method);
  made.path = "/login";
  made.query = "request=abc";
  made.fields = {{"Host", std::move(host)}};
  return made;
}

constexpr std::string_view issuer = "https://main.b.test:8443";

TEST(canonical, host_answers_itself) {
  for (const auto* host : {"main.b.test", "main.b.test:8443", "MAIN.b.test.", "main.b.test:443"})
    EXPECT_FALSE(http::moved_to_issuer(asked("GET", host), issuer)) << host;
}

TEST(canonical, place_is_named_to_who_reads_at_another_host) {
  for (const auto* method : {"GET", "HEAD"}) {
    const auto moved = http::moved_to_issuer(asked(method, "b.test:8443"), issuer);
    ASSERT_TRUE(moved) << method;
    EXPECT_EQ(moved->status, 308);
    EXPECT_EQ(moved->fields.at(0).value, "https://main.b.test:8443/login?request=abc");
  }
}

TEST(canonical, host_is_found_in_an_issuer_without_a_port) {
  EXPECT_FALSE(http::moved_to_issuer(asked("GET", "b.test"), "https://b.test"));
  EXPECT_FALSE(http::moved_to_issuer(asked("GET", "b.test"), "https://b.test/below"));
}

TEST(canonical, host_leads_to_the_workspace_that_the_hosts_have_there_now) {
  const auto hosts =
      *http::host_router::make({.base_domain = "b.test", .primary_workspace = "main"});
  EXPECT_TRUE(http::leads_to(hosts, "https://b.test:8443", "main"));
  EXPECT_TRUE(http::leads_to(hosts, "https://acme.b.test", "acme"));
  EXPECT_FALSE(http::leads_to(hosts, "https://b.test", "acme")) << "another workspace is there";
  for (const auto* issuer :
       {"https://api.b.test", "https://acme.b.example", "https://id.acme.b.test"})
    EXPECT_FALSE(http::leads_to(hosts, issuer, "acme")) << issuer << " is no workspace's";
}

TEST(canonical, place_is_not_named_to_who_sends) {
  EXPECT_FALSE(http::moved_to_issuer(asked("POST", "b.test:8443"), issuer));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/operations/redirect.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

const auto hosts = *host_router::make({.base_domain = "b.test"});

request asking(std::string method, std::string host, std::string query = "") {
  request asked;
  asked.method = std::move(method);
  asked.path = "/x";
  asked.query = std::move(query);
  asked.fields = {{"Host", std::move(host)}};
  return asked;
}

std::string location(const response& reply) {
  for (const auto& each : reply.fields)
    if (each.name == "Location") return each.value;
  return "";
}

TEST(redirect, leads_to_the_same_place_over_https) {
  const auto to = [](const request& asked, unsigned short port = 443) {
    const auto reply = redirected(asked, hosts, port);
    EXPECT_EQ(reply.status, 308);
    return location(reply);
  };
  EXPECT_EQ(to(asking("GET", "acme.b.test")), "https://acme.b.test/x");
  EXPECT_EQ(to(asking("HEAD", "ACME.B.test.:80", "y=1")), "https://acme.b.test/x?y=1");
  EXPECT_EQ(to(asking("GET", "b.test:8080"), 8443), "https://b.test:8443/x");
  EXPECT_EQ(to(asking("GET", "api.b.test")), "https://api.b.test/x");
  EXPECT_EQ(to(asking("GET", "acme--console.b.test")), "https://acme--console.b.test/x");
}

TEST(redirect, leads_nowhere_for_hosts_that_are_not_ours) {
  for (const auto& [host, status] :
       {std::pair("evil.test", 404), std::pair("b.test.evil.test", 404), std::pair("[::1]", 404),
        std::pair("x_y.b.test", 400), std::pair("b.test@evil.test", 400)}) {
    const auto reply = redirected(asking("GET", host), hosts, 443);
    EXPECT_EQ(reply.status, status) << host;
    EXPECT_EQ(location(reply), "") << host;
  }
}

TEST(redirect, passes_no_token_in_an_address_on) {
  for (const auto* query : {"access_token=x", "a=b&access%5Ftoken=x"}) {
    const auto reply = redirected(asking("GET", "acme.b.test", query), hosts, 443);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_NE(reply.body.find("token_in_query"), std::string::npos) << query;
    EXPECT_EQ(location(reply), "") << query;
  }
}

TEST(redirect, hides_no_secret_sent_in_the_clear) {
  const auto reply = redirected(asking("POST", "acme.b.test"), hosts, 443);
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(location(reply), "");
}

}
}

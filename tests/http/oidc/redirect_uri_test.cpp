// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/redirect_uri.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace muniment::oidc {
namespace {

using namespace std::string_literals;
using enum application_kind;

struct registration {
  std::string uri;
  application_kind kind;
  std::optional<redirect_fault> expected;
};

const std::vector<registration>& registrations() {
  using enum redirect_fault;
  static const std::vector<registration> table{
      {"https://app.test/cb", web, {}},
      {"https://app.test", web, {}},
      {"https://app.test:8443/cb?a=b&codec=x", web, {}},
      {"https://[2001:db8::1]/cb", web, {}},
      {"https://app.test/%41", web, {}},
      {"http://localhost:5173/cb", web, {}},
      {"http://127.0.0.1/cb", native, {}},
      {"http://[::1]:1/cb", native, {}},
      {"com.example.app:/cb", native, {}},
      {"com.example.app://cb", native, {}},
      {"https://app.test/cb", native, {}},
      {"https://app.test/" + std::string(2048, 'a'), web, too_long},
      {"", web, malformed},
      {"/cb", web, malformed},
      {"//app.test/cb", web, malformed},
      {"https:app.test", web, redirect_fault::host},
      {"https:///cb", web, redirect_fault::host},
      {"https://:443/cb", web, redirect_fault::host},
      {"https://app.test/c b", web, malformed},
      {" https://app.test/cb", web, malformed},
      {"https://app.test/cb\n", web, malformed},
      {"https://app.test/cb\t", web, malformed},
      {"https://app.test/\0cb"s, web, malformed},
      {"https://app.test\\@evil.test/cb", web, malformed},
      {"https://app.test/caf\xc3\xa9", web, malformed},
      {"https://app.test/%zz", web, malformed},
      {"https://app.test/cb?a=%00", web, malformed},
      {"https://app.test/cb#x", web, fragment},
      {"https://app.test/cb#", web, fragment},
      {"https://*.app.test/cb", web, wildcard},
      {"https://app.test/*", web, wildcard},
      {"https://user@app.test/cb", web, user_information},
      {"https://user:password@app.test/cb", web, user_information},
      {"https://@app.test/cb", web, user_information},
      {"https://app.test/a/../cb", web, dot_segment},
      {"https://app.test/a/%2e%2E/cb", web, dot_segment},
      {"https://app.test/./cb", web, dot_segment},
      {"http://app.test/cb", web, redirect_fault::host},
      {"http://localhost@app.test/cb", web, user_information},
      {"HTTPS://app.test/cb", web, redirect_fault::scheme},
      {"javascript:alert(1)", native, redirect_fault::scheme},
      {"data:text/html,x", native, redirect_fault::scheme},
      {"vbscript:x", native, redirect_fault::scheme},
      {"file:///etc/passwd", native, redirect_fault::scheme},
      {"myapp:/cb", native, redirect_fault::scheme},
      {"urn:ietf:wg:oauth:2.0:oob", native, redirect_fault::scheme},
      {"com.example.app:/cb", web, redirect_fault::scheme},
      {"com.example.app:", native, malformed},
      {"com.example.app:javascript", native, {}},
      {"http://localhost.evil.test/cb", native, redirect_fault::host},
      {"http://127.0.0.1.evil.test/cb", native, redirect_fault::host},
      {"http://127.0.0.2/cb", native, redirect_fault::host},
      {"http://127.1/cb", native, redirect_fault::host},
      {"http://2130706433/cb", native, redirect_fault::host},
      {"http://0.0.0.0/cb", native, redirect_fault::host},
      {"http://[::]/cb", native, redirect_fault::host},
      {"http://[::ffff:127.0.0.1]/cb", native, redirect_fault::host},
      {"http://LOCALHOST/cb", native, redirect_fault::host},
      {"https://app.test:0/cb", web, port},
      {"https://app.test:65536/cb", web, port},
      {"https://app.test:/cb", web, port},
      {"https://app.test/cb?code=1", web, response_parameter},
      {"https://app.test/cb?a=b&state", web, response_parameter},
      {"https://app.test/cb?iss=", web, response_parameter},
      {"https://app.test/cb?session_state=x", web, response_parameter},
      {"https://app.test/cb?error=x", web, response_parameter},
      {"https://app.test/cb?%63ode=1", web, response_parameter},
  };
  return table;
}

TEST(redirect_uri, kind_follows_the_type_of_the_client) {
  EXPECT_EQ(kind_of(client::client_type::native), application_kind::native);
  using type_list = std::vector<client::client_type>;
  for (const auto type :
       type_list{client::client_type::web, client::client_type::spa, client::client_type::service})
    EXPECT_EQ(kind_of(type), application_kind::web);
}

TEST(redirect_uri, is_registered_by_the_table) {
  for (const auto& [uri, kind, expected] : registrations()) {
    const auto fault = fault_of_redirect_uri(uri, kind);
    EXPECT_EQ(fault, expected) << uri << " " << (fault ? describe(*fault).view() : "accepted");
  }
}

TEST(redirect_uri, matches_with_a_free_port_only_on_a_loopback_literal_of_a_native_application) {
  struct request {
    std::string registered, requested;
    application_kind kind;
    bool expected;
  };
  const std::vector<request> table{
      {"http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", native, true},
      {"http://127.0.0.1:1/cb", "http://127.0.0.1:65535/cb", native, true},
      {"http://127.0.0.1:1/cb", "http://127.0.0.1/cb", native, true},
      {"http://127.0.0.1", "http://127.0.0.1:80", native, true},
      {"http://127.0.0.1?a=b", "http://127.0.0.1:80?a=b", native, true},
      {"http://[::1]/cb", "http://[::1]:8080/cb", native, true},
      {"http://127.0.0.1/cb", "http://127.0.0.1:8080/cb", web, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1/cb/", web, false},
      {"http://localhost/cb", "http://localhost:8080/cb", native, false},
      {"http://127.0.0.1/cb", "http://[::1]/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:8080/cb2", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:8080/cb?x", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:8080/", native, false},
      {"http://127.0.0.1/cb", "https://127.0.0.1:8080/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:0/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:+80/cb", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:80@evil.test/cb", native, false},
      {"http://127.0.0.1", "http://127.0.0.1.evil.test", native, false},
      {"http://127.0.0.1", "http://127.0.0.1@evil.test", native, false},
      {"http://127.0.0.1/cb", "http://127.0.0.1:80\\@evil.test/cb", native, false},
      {"http://127.0.0.1.evil.test/cb", "http://127.0.0.1:80.evil.test/cb", native, false},
      {"https://app.test/cb", "https://app.test:443/cb", native, false},
  };
  for (const auto& [registered, requested, kind, expected] : table)
    EXPECT_EQ(redirect_uri_matches(registered, requested, kind), expected)
        << registered << " " << requested;
}

TEST(redirect_uri, is_open_to_other_programs_where_a_native_application_claims_no_address) {
  for (const auto* uri : {"http://127.0.0.1:49152/cb", "http://[::1]/cb", "http://localhost/cb",
                          "com.example.app:/cb", "com.example.app://cb", "https.app:/cb"}) {
    EXPECT_TRUE(open_to_other_programs(uri, native)) << uri;
    EXPECT_FALSE(open_to_other_programs(uri, web)) << uri;
  }
  EXPECT_FALSE(open_to_other_programs("https://app.test/cb", native));
  EXPECT_FALSE(open_to_other_programs("https://app.test/cb", web));
}

// One of the ways in which attackers and browsers spell a URI anew.
std::string mutated(std::string uri, std::mt19937& random) {
  const std::vector<std::string> insertions{
      "/", "//", "\\",  "@evil.test", ".evil.test", "%2e",      "..",    "/../",
      "?", "#",  "%00", "\t",         "\n",         " ",        ":80",   ":443",
      "a", "*",  "%2f", ";",          "&code=1",    "\xc3\xa9", "[::1]", "127.0.0.1"};
  const auto place = random() % (uri.size() + 1);
  switch (random() % 5) {
  case 0:
    return uri.insert(place, insertions[random() % insertions.size()]);
  case 1:
    return uri.erase(std::min(place, uri.size() - 1), 1 + random() % 3);
  case 2:
    uri[std::min(place, uri.size() - 1)] ^= static_cast<char>(1 << random() % 8);
    return uri;
  case 3:
    uri[std::min(place, uri.size() - 1)] ^= 0x20;
    return uri;
  default:
    return uri + insertions[random() % insertions.size()];
  }
}

// The URI without a port that is free, so that the port rule becomes byte equality again.
std::string without_free_port(const std::string& uri) {
  for (const auto& base : {"http://127.0.0.1"s, "http://[::1]"s}) {
    if (!uri.starts_with(base + ":")) continue;
    const auto digits = std::strspn(uri.c_str() + base.size() + 1, "0123456789");
    const auto rest = uri.substr(base.size() + 1 + digits);
    const auto port =
        digits >= 1 && digits <= 5 ? std::stoi(uri.substr(base.size() + 1, digits)) : 0;
    const bool ends = rest.empty() || rest.front() == '/' || rest.front() == '?';
    return port >= 1 && port <= 65535 && ends ? base + rest : uri;
  }
  return uri;
}

TEST(redirect_uri, agrees_with_byte_equality_over_mutated_uris) {
  std::mt19937 random(7636);
  int compared = 0, equal = 0;
  for (int round = 0; round < 2000; ++round)
    for (const auto& [uri, kind, fault] : registrations()) {
      if (fault) continue;
      auto requested = mutated(uri, random);
      if (random() % 2 == 0) requested = mutated(requested, random);
      const bool expected = kind == native ? without_free_port(uri) == without_free_port(requested)
                                           : uri == requested;
      ASSERT_EQ(redirect_uri_matches(uri, requested, kind), expected) << uri << " " << requested;
      ++compared;
      equal += expected;
    }
  EXPECT_GE(compared, 1000);
  EXPECT_GE(equal, 10) << "the mutations never gave an equal one: the property proves nothing";
}

}
}

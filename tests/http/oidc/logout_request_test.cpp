// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/logout_request.hpp"

#include "events/codec/msgpack.hpp"
#include "events/user_id.hpp"
#include "tests/support/oidc_samples.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

namespace json = boost::json;
using test::ada;
using test::issuer;
using test::noon;

const uuid session = uuid::random({2});

json::object claims() {
  return {{"iss", issuer},
          {"sub", written_user_id(ada)},
          {"aud", "shop"},
          {"sid", to_string(session)},
          {"exp", 1}};
}

logout_hint hint() { return *read_logout_hint(claims(), issuer); }

clients::row shop() {
  clients::row row;
  row.id = uuid::random({3});
  row.client_id = "shop";
  row.post_logout_redirect_uris = {"https://shop.example/bye", "https://shop.example/bye?a=b"};
  return row;
}

auto read(const std::string& sent, const logout_source& from) {
  const auto form = http::form::parse(sent);
  return read_logout(*form, from, noon);
}

TEST(logout_request, takes_an_id_token_that_is_over_as_a_hint) {
  EXPECT_EQ(hint().user, ada);
  EXPECT_EQ(hint().session, session);
  EXPECT_EQ(hint().client_id, "shop");
}

TEST(logout_request, takes_no_hint_of_another_issuer_or_shape) {
  EXPECT_FALSE(read_logout_hint(claims(), "https://other.example"));
  EXPECT_FALSE(read_logout_hint({}, issuer));
  for (const auto* name : {"iss", "sub", "aud", "sid"}) {
    auto bad = claims();
    bad[name] = json::array{};
    EXPECT_FALSE(read_logout_hint(bad, issuer)) << name;
    bad.erase(name);
    EXPECT_FALSE(read_logout_hint(bad, issuer)) << name;
  }
}

TEST(logout_request, is_of_the_client_that_hint_or_name_tell) {
  const auto client = [](const std::string& sent, const std::optional<logout_hint>& from) {
    const auto form = http::form::parse(sent);
    return logout_client(*form, from);
  };
  EXPECT_EQ(*client("", {}), std::nullopt);
  EXPECT_EQ(*client("client_id=shop", {}), "shop");
  EXPECT_EQ(*client("", hint()), "shop");
  EXPECT_EQ(*client("client_id=shop", hint()), "shop");
  EXPECT_FALSE(client("client_id=other", hint()));
}

TEST(logout_request, leads_back_to_what_is_registered_character_by_character) {
  const auto client = shop();
  const logout_source from{true, hint(), &client};
  const auto read_uri = [&](const std::string& uri) {
    return read("state=s1&post_logout_redirect_uri=" + uri, from);
  };
  const auto good = read_uri("https://shop.example/bye");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->redirect_uri, "https://shop.example/bye");
  EXPECT_EQ(good->state, "s1");
  EXPECT_EQ(good->client, client.id);
  EXPECT_EQ(good->session, session);
  EXPECT_EQ(good->expires_at, noon + logout_lifetime);
  EXPECT_TRUE(read_uri("https://shop.example/bye?a=b"));
  for (const auto* bad :
       {"https://shop.example/bye/", "https://shop.example/bye?a=b%26c=d", "https://shop.example/",
        "https://shop.example/bye?", "https://SHOP.example/bye", "https://evil.example/"})
    EXPECT_FALSE(read_uri(bad)) << bad;
}

TEST(logout_request, leads_nowhere_for_whom_is_not_known) {
  const auto client = shop();
  const std::string back = "state=s&post_logout_redirect_uri=https://shop.example/bye";
  for (const auto& from : {logout_source{}, logout_source{true, {}, &client}}) {
    const auto read_back = read(back, from);
    ASSERT_TRUE(read_back);
    EXPECT_FALSE(read_back->redirect_uri);
    EXPECT_FALSE(read_back->state) << "nobody is told it";
  }
  EXPECT_TRUE(read(back, {false, {}, &client})->redirect_uri) << "client_id is enough to ask";
}

TEST(logout_request, with_a_parameter_twice_or_too_long_is_refused) {
  const auto client = shop();
  const logout_source from{true, hint(), &client};
  EXPECT_FALSE(read("state=a&state=b", from));
  const std::string back = "post_logout_redirect_uri=https://shop.example/bye&state=";
  EXPECT_TRUE(read(back + std::string(2048, 's'), from));
  EXPECT_FALSE(read(back + std::string(2049, 's'), from));
}

TEST(logout_request, is_read_again_until_it_is_over) {
  pending_logout sent;
  sent.session = session;
  sent.expires_at = noon;
  EXPECT_EQ(read_pending_logout(pack(sent), noon - std::chrono::seconds{1}), sent);
  EXPECT_FALSE(read_pending_logout(pack(sent), noon));
  EXPECT_FALSE(read_pending_logout(bytes{1, 2, 3}, noon));
}

}
}

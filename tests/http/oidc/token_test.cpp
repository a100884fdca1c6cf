// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/token.hpp"

#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/authorization_code.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/consent_scopes.hpp"
#include "http/oidc/refresh_token.hpp"
#include "tests/support/oidc_world.hpp"

#include <boost/json/object.hpp>

#include <set>

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A client with a code of a user who is signed in.
struct holder {
  oidc_world world;
  authorization_code code = make_code(uuid::random({40}));

  holder() {
    world.sign_in();
    grants::row row;
    row.id = code.grant;
    row.user = world.ada;
    row.client = world.shop;
    row.session = world.door.sessions_known.begin()->first;
    row.scopes = {"openid", "email"};
    row.nonce = "n1";
    row.authenticated_at = world.door.clock - 1min;
    row.methods = {"pwd"};
    row.expires_at = world.door.clock + 24h;
    world.door.grants_known[row.id] = std::make_shared<grants::row>(row);
  }

  void change_grant(const std::function<void(grants::row&)>& change) {
    auto row = *world.door.grants_known.at(code.grant);
    change(row);
    world.door.grants_known[code.grant] = std::make_shared<grants::row>(row);
  }

  std::string body(const std::string& client = "&client_id=shop") const {
    return "grant_type=authorization_code&redirect_uri=https://shop.example/back&code=" +
           code.text + "&code_verifier=" + verifier + client;
  }

  http::response ask(std::vector<http::field_line> fields = {}) {
    return world.post(token_endpoint, body(), std::move(fields));
  }
};

std::string member(const http::response& reply, std::string_view name) {
  const auto body = crypto::parse_strict_object(reply.body);
  const auto* value = body ? body->if_contains({name.data(), name.size()}) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : "";
}

TEST(token, gives_tokens_for_a_code) {
  holder at;
  const auto reply = at.ask();
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_EQ(field(reply, "Pragma"), "no-cache");
  EXPECT_EQ(member(reply, "token_type"), "Bearer");
  EXPECT_EQ(member(reply, "scope"), "openid email");
  const auto access =
      finished(at.world.door.verified_claims("at+jwt", member(reply, "access_token")));
  ASSERT_TRUE(access);
  const auto read = read_access_token(*access, at.world.door.who.issuer, at.world.door.clock);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->grant, at.code.grant);
  EXPECT_FALSE(read_access_token(*access, at.world.door.who.issuer, at.world.door.clock + 600s));
  const auto identity = finished(at.world.door.verified_claims("JWT", member(reply, "id_token")));
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->at("nonce"), "n1");
  EXPECT_EQ(identity->at("at_hash"),
            boost::json::string{access_token_hash(member(reply, "access_token"), "RS256")});
}

TEST(token, lets_the_grant_decide) {
  holder at;
  at.ask();
  const auto wishes = at.world.wished<grant::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  const auto& wish = std::get<grant::redeem_code>(wishes[0]);
  EXPECT_EQ(wish.code_digest, code_digest(at.code.text));
  EXPECT_EQ(wish.client, at.world.shop);
  EXPECT_EQ(wish.redirect_uri, "https://shop.example/back");
  EXPECT_EQ(wish.code_challenge, challenge);
  EXPECT_EQ(wish.access.expires_at, at.world.door.clock + 600s);
  for (const auto* why : {"expired", "code_replayed", "wrong_binding", "unknown_grant"}) {
    at.world.door.refusing["grant"] = why;
    const auto reply = at.ask();
    EXPECT_EQ(reply.status, 400) << why;
    EXPECT_EQ(member(reply, "error"), "invalid_grant") << why;
    EXPECT_EQ(member(reply, "access_token"), "") << why;
  }
}

TEST(token, does_not_use_a_code_up_when_nothing_can_be_signed) {
  holder at;
  at.world.door.can_sign = false;
  EXPECT_THROW(at.ask(), http::workspace_unavailable);
  EXPECT_TRUE(at.world.wished<grant::noun>().empty());
  at.world.door.can_sign = true;
  EXPECT_EQ(at.ask().status, 200);
}

TEST(token, gives_a_refresh_token_where_it_is_allowed_and_asked_for) {
  holder at;
  EXPECT_EQ(member(at.ask(), "refresh_token"), "");
  at.change_grant([](grants::row& row) { row.scopes.emplace_back("offline_access"); });
  EXPECT_EQ(member(at.ask(), "refresh_token"), "") << "not registered for it any more";
  at.world.change_client([](clients::row& row) {
    row.grant_types.emplace_back("refresh_token");
    row.scopes.emplace_back("offline_access");
  });
  const auto token = member(at.ask(), "refresh_token");
  EXPECT_EQ(grant_of_refresh_token(token), at.code.grant);
  const auto wishes = at.world.wished<grant::noun>();
  EXPECT_FALSE(std::get<grant::redeem_code>(wishes[0]).refresh);
  const auto offer = std::get<grant::redeem_code>(wishes.back()).refresh;
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->refresh_digest, refresh_digest(token));
  EXPECT_EQ(offer->expires_at, at.world.door.clock + 24h) << "with the grant";
}

TEST(token, lets_no_access_token_outlive_the_grant) {
  holder at;
  at.change_grant([&](grants::row& row) { row.expires_at = at.world.door.clock + 90s; });
  const auto body = *crypto::parse_strict_object(at.ask().body);
  EXPECT_EQ(body.at("expires_in"), 90);
  const auto wishes = at.world.wished<grant::noun>();
  EXPECT_EQ(std::get<grant::redeem_code>(wishes[0]).access.expires_at, at.world.door.clock + 90s);
}

TEST(token, gives_no_id_token_without_openid) {
  holder at;
  at.change_grant([](grants::row& row) { row.scopes = {"email"}; });
  EXPECT_EQ(at.ask().body.find("id_token"), std::string::npos);
}

TEST(token, gives_nothing_for_who_is_gone) {
  holder disabled, ended, over, unknown;
  users::row user;
  user.phase = users::phase::disabled;
  disabled.world.door.users_known[disabled.world.ada] = std::make_shared<users::row>(user);
  auto& session = ended.world.door.sessions_known.begin()->second;
  auto copy = *session;
  copy.ended_at = ended.world.door.clock;
  session = std::make_shared<sessions::row>(copy);
  over.world.door.clock += 24h;
  unknown.world.door.grants_known.clear();
  for (auto* at : {&disabled, &ended, &over, &unknown}) {
    EXPECT_EQ(member(at->ask(), "error"), "invalid_grant");
    EXPECT_TRUE(at->world.wished<grant::noun>().empty());
  }
}

/// `consent revoke` between the look at the consent and the event of the code.
TEST(token, gives_nothing_for_a_code_that_a_withdrawal_of_consent_overtook) {
  holder at;
  auto& door = at.world.door;
  at.world.change_client([](clients::row& row) { row.third_party = true; });
  consents::row allowed;
  allowed.id = consent_stream(at.world.ada, at.world.shop);
  allowed.scopes = {"openid", "email"};
  door.consents_known[allowed.id] = std::make_shared<consents::row>(allowed);
  door.before_answer = [&](const command_envelope&) -> asio::awaitable<void> {
    allowed.withdrawn_at = allowed.last_withdrawn_at = door.clock;
    door.consents_known[allowed.id] = std::make_shared<consents::row>(allowed);
    door.clock += 1ms;
    co_return;
  };
  const auto given = at.world.get("/oauth/v2/authorize", lawful_request(), {at.world.sign_in()});
  door.before_answer = nullptr;
  const auto code = parameter(field(given, "Location"), "code");
  ASSERT_EQ(door.wishes.size(), 1U);
  ASSERT_EQ(grant_of(code), door.wishes[0].stream) << "the consent stood when it was looked at";
  auto row = *door.grants_known.at(at.code.grant);
  row.id = door.wishes[0].stream;
  row.issued_at = door.clock;
  door.grants_known[row.id] = std::make_shared<grants::row>(row);
  at.code = {row.id, code};
  EXPECT_EQ(member(at.ask(), "error"), "invalid_grant");
  EXPECT_EQ(door.wishes.size(), 1U) << "nobody asks the grant";
}

TEST(token, lets_a_replay_reach_the_grant_though_the_user_is_gone) {
  holder at;
  at.change_grant([](grants::row& row) { row.phase = grants::phase::redeemed; });
  at.world.door.users_known.clear();
  at.ask();
  EXPECT_EQ(at.world.wished<grant::noun>().size(), 1U);
}

/// What the grant answers to the first wish that it was asked, if it has come that far.
decision<grant::event<muniment::opened>> answer_of_grant(const holder& at, grant::phase phase) {
  grant::plain_state state;
  state.phase = phase;
  state.client = at.world.shop;
  state.code_digest = code_digest(at.code.text);
  state.redirect_uri = "https://shop.example/back";
  state.code_challenge = challenge;
  state.code_expires_at = at.world.door.clock + 60s;
  state.expires_at = at.world.door.clock + 24h;
  return grant::decide(state, at.world.wished<grant::noun>().at(0));
}

TEST(token, lets_a_replay_reach_the_grant_whatever_else_is_wrong) {
  struct mistake {
    std::string right, wrong;
    const char* error;
  };
  const std::vector<mistake> mistakes{
      {std::string("&code_verifier=") + verifier, "", "invalid_grant"},
      {verifier, "short", "invalid_grant"},
      {"&redirect_uri=https://shop.example/back", "", "invalid_request"},
      {"&client_id=shop", "&client_id=shop&resource=https://api.example", "invalid_target"},
  };
  for (const auto& each : mistakes) {
    holder at;
    auto sent = at.body();
    sent.replace(sent.find(each.right), each.right.size(), each.wrong);
    at.world.door.refusing["grant"] = "wrong_binding";
    EXPECT_EQ(member(at.world.post(token_endpoint, sent), "error"), each.error);
    at.world.door.refusing["grant"] = "code_replayed";
    const auto replayed = at.world.post(token_endpoint, sent);
    EXPECT_EQ(replayed.status, 400) << sent;
    EXPECT_EQ(member(replayed, "error"), "invalid_grant") << sent;
    ASSERT_EQ(at.world.wished<grant::noun>().size(), 2U) << sent;
    EXPECT_TRUE(answer_of_grant(at, grant::phase::code_issued).has_error()) << "it is not used up";
    const auto ended = answer_of_grant(at, grant::phase::redeemed);
    ASSERT_TRUE(ended) << sent;
    EXPECT_EQ(ended->answer, refusal_code::code_replayed) << sent;
    at.world.door.grants_known.clear();
    EXPECT_EQ(member(at.world.post(token_endpoint, sent), "error"), each.error) << "it is made up";
    EXPECT_EQ(at.world.wished<grant::noun>().size(), 2U) << sent;
  }
}

TEST(token, uses_up_no_code_that_cannot_be_answered) {
  holder at;
  at.world.change_client([](clients::row& row) { row.id_token_algorithm = "ES256"; });
  EXPECT_EQ(at.ask().status, 500);
  EXPECT_TRUE(at.world.wished<grant::noun>().empty());
}

TEST(token, knows_the_grants_of_its_table) {
  holder at;
  const auto error = [&](const std::string& sent) {
    return member(at.world.post(token_endpoint, sent + "&client_id=shop"), "error");
  };
  EXPECT_EQ(error("a=b"), "invalid_request");
  EXPECT_EQ(error("grant_type=password"), "unsupported_grant_type");
  EXPECT_EQ(error("grant_type=authorization_code&grant_type=authorization_code"),
            "invalid_request");
  at.world.change_client([](clients::row& row) { row.grant_types = {"refresh_token"}; });
  EXPECT_EQ(error("grant_type=authorization_code"), "unauthorized_client");
}

struct confidential : holder {
  confidential() {
    world.change_client([&](clients::row& row) {
      row.authentication = client::client_authentication::client_secret_basic;
      const auto digest = crypto::sha256(as_bytes(to_string(row.id) + " s3cret"));
      row.secret_digest = bytes(digest.begin(), digest.end());
    });
  }
  http::response with(std::string_view pair, const std::string& client = "") {
    const auto value = "Basic " + crypto::base64_encode(as_bytes(pair));
    return world.post(token_endpoint, body(client), {{"Authorization", value}});
  }
};

TEST(token, authenticates_a_client_as_it_is_registered) {
  confidential at;
  EXPECT_EQ(at.with("shop:s3cret").status, 200);
  const auto wrong = at.with("shop:wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(member(wrong, "error"), "invalid_client");
  EXPECT_EQ(field(wrong, "WWW-Authenticate"), "Basic realm=\"https://demo.example:8443\"");
  EXPECT_EQ(at.with("nobody:s3cret").body, wrong.body);
  const auto other_method =
      at.world.post(token_endpoint, at.body("&client_id=shop&client_secret=s3cret"));
  EXPECT_EQ(other_method.status, 401);
  EXPECT_EQ(field(other_method, "WWW-Authenticate"), field(wrong, "WWW-Authenticate"));
  const auto none = at.ask();
  EXPECT_EQ(none.status, 401) << "no secret at all";
  EXPECT_EQ(field(none, "WWW-Authenticate"), field(wrong, "WWW-Authenticate"));
  const auto nobody = at.world.post(token_endpoint, at.body(""));
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(field(nobody, "WWW-Authenticate"), field(wrong, "WWW-Authenticate"));
  const auto both = at.with("shop:s3cret", "&client_secret=s3cret");
  EXPECT_EQ(both.status, 400);
  EXPECT_EQ(member(both, "error"), "invalid_request");
  EXPECT_EQ(at.world.wished<grant::noun>().size(), 1U);
}

TEST(token, takes_the_secret_in_the_body_only_where_that_is_registered) {
  confidential at;
  at.world.change_client([](clients::row& row) {
    row.authentication = client::client_authentication::client_secret_post;
  });
  const auto posted =
      at.world.post(token_endpoint, at.body("&client_id=shop&client_secret=s3cret"));
  EXPECT_EQ(posted.status, 200);
  const auto basic = at.with("shop:s3cret");
  EXPECT_EQ(basic.status, 401);
  EXPECT_EQ(member(basic, "error"), "invalid_client");
  EXPECT_EQ(at.world.post(token_endpoint, at.body("&client_id=shop&client_secret=wrong")).status,
            401);
  EXPECT_EQ(at.world.post(token_endpoint, at.body("&client_id=shop&client_secret=")).status, 401);
}

TEST(token, decodes_basic_credentials_as_forms) {
  confidential at;
  at.world.change_client([](clients::row& row) {
    const auto digest = crypto::sha256(as_bytes(to_string(row.id) + " a b:%+c"));
    row.secret_digest = bytes(digest.begin(), digest.end());
  });
  EXPECT_EQ(at.with("shop:a+b%3A%25%2Bc").status, 200);
  EXPECT_EQ(at.with("sh%6Fp:a%20b%3A%25%2bc").status, 200);
  for (const auto* wrong : {"shop:a b:%+c", "shop:a+b:%25%2Bc%", "shop:a+b%3A%25%2Bc&x=y"})
    EXPECT_EQ(at.with(wrong).status, 401) << wrong;
}

TEST(token, records_a_client_that_is_not_who_it_says) {
  confidential at;
  at.with("shop:wrong");
  const auto told = at.world.wished<refusal::noun>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(std::get<refusal::record>(told[0]).code, "invalid_client");
}

TEST(token, records_refusals_of_one_network_together_and_each_address_as_it_was) {
  confidential at;
  std::set<uuid> streams;
  for (const auto* address : {"2001:db8:1:2::1", "2001:db8:1:2::ffff:1"}) {
    at.world.address = address;
    at.with("shop:wrong");
    const auto& told = at.world.door.wishes.back();
    EXPECT_EQ(told.category, "refusal");
    EXPECT_EQ(told.access->reveal().address, address);
    streams.insert(told.stream);
  }
  EXPECT_EQ(streams.size(), 1U);
}

TEST(token, answers_scripts_of_the_clients_origins) {
  holder at;
  EXPECT_EQ(field(at.ask({{"Origin", "https://shop.example"}}), "Access-Control-Allow-Origin"),
            "https://shop.example");
  EXPECT_EQ(field(at.ask({{"Origin", "https://evil.example"}}), "Access-Control-Allow-Origin"), "");
}

/// RFC 8707 section 2 lets `resource` stand more than once, and no other parameter.
TEST(token, is_for_one_place_at_a_time) {
  holder at;
  const auto own = project_audience(at.world.door.clients_known.at(at.world.shop)->project);
  const auto twice = at.body() + "&resource=" + own + "&resource=" + own;
  EXPECT_EQ(member(at.world.post(token_endpoint, twice), "error"), "invalid_target");
  EXPECT_EQ(member(at.world.post(token_endpoint, twice + "&code=x"), "error"), "invalid_request");
  EXPECT_TRUE(at.world.door.wishes.empty());
}

TEST(token, reads_forms_only) {
  holder at;
  http::request asked;
  asked.method = "POST";
  asked.path = token_endpoint;
  asked.body = at.body();
  EXPECT_EQ(member(at.world.serve(asked), "error"), "invalid_request");
  asked.fields = {{"Content-Type", "application/json"}};
  EXPECT_EQ(member(at.world.serve(asked), "error"), "invalid_request");
}

TEST(token, uses_up_no_code_for_a_place_that_it_has_no_tokens_for) {
  holder at;
  const auto reply = at.world.post(token_endpoint, at.body() + "&resource=https://api.example");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(member(reply, "error"), "invalid_target");
  EXPECT_TRUE(answer_of_grant(at, grant::phase::code_issued).has_error());
  const auto& client = *at.world.door.clients_known.at(at.world.shop);
  for (const auto& own : {std::string{}, project_audience(client.project)})
    EXPECT_EQ(at.world.post(token_endpoint, at.body() + "&resource=" + own).status, 200) << own;
}

}
}

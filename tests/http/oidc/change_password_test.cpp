// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/change_password.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "tests/support/login_visitor.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cctype>
#include <fstream>

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

std::string hidden(const http::response& page, const std::string& name) {
  return between(page.body, "name=\"" + name + "\" value=\"", "\"");
}

/// Somebody with a password for one use, who has typed it.
struct newcomer {
  oidc_world& world;
  http::field_line cookie;
  http::response page;

  explicit newcomer(oidc_world& at, bool of_a_client = true) : world(at) {
    at.door.credentials[at.ada].must_change = true;
    at.door.before_answer = [&at](const command_envelope& wish) -> asio::awaitable<void> {
      take(at, wish);
      co_return;
    };
    const auto to =
        field(of_a_client ? at.get("/oauth/v2/authorize", lawful_request("&prompt=login"))
                          : at.get("/account", ""),
              "Location");
    const auto form = at.get("/login", to.substr(to.find('?') + 1));
    cookie = {"Cookie", between(field(form, "Set-Cookie"), "", ";")};
    page = at.post("/login",
                   "request=" + hidden(form, "request") + "&token=" + hidden(form, "token") +
                       "&user_name=ada&password=right",
                   {own_origin, cookie});
  }

  /// A change of the password, as the credential takes it.
  static void take(oidc_world& at, const command_envelope& wish) {
    if (wish.category != credential::category) return;
    const auto asked = *unpack_command<credential::noun>(wish.wish);
    const auto* change = std::get_if<credential::change_password>(&asked);
    if (!change) return;
    at.door.credentials[at.ada].password_hash = change->password_hash;
    at.door.credentials[at.ada].must_change = false;
  }

  std::string body(const std::string& chosen, const std::string& repeated) const {
    return "request=" + hidden(page, "request") + "&ticket=" + hidden(page, "ticket") +
           "&token=" + hidden(page, "token") + "&new_password=" + chosen + "&repeated=" + repeated;
  }
  http::response choose(const std::string& chosen, const std::string& repeated) const {
    return world.post("/login/password", body(chosen, repeated), {own_origin, cookie});
  }
  http::response choose(const std::string& chosen) const { return choose(chosen, chosen); }
};

/// What the credential was asked to be changed to.
std::vector<credential::change_password> changes(const oidc_world& world) {
  std::vector<credential::change_password> found;
  for (const auto& wish : world.wished<credential::noun>())
    if (const auto* change = std::get_if<credential::change_password>(&wish))
      found.push_back(*change);
  return found;
}

TEST(change_password, is_asked_for_after_a_one_time_password) {
  oidc_world world;
  const newcomer at(world);
  EXPECT_EQ(at.page.status, 200);
  EXPECT_NE(at.page.body.find("Choose your password"), std::string::npos);
  EXPECT_NE(at.page.body.find("value=\"ada\""), std::string::npos);
  EXPECT_EQ(field(at.page, "Cache-Control"), "no-store");
  EXPECT_TRUE(field(at.page, "Content-Security-Policy").ends_with("form-action 'self'"));
  EXPECT_TRUE(world.wished<session::noun>().empty()) << "it opens nothing yet";
}

TEST(change_password, becomes_the_password_and_signs_in) {
  oidc_world world;
  const newcomer at(world);
  const auto reply = at.choose("my-own-four-words");
  ASSERT_EQ(reply.status, 303) << reply.body;
  EXPECT_TRUE(field(reply, "Location").starts_with("/oauth/v2/authorize/resume?request="));
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-session="));
  const auto wishes = changes(world);
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].verified, plain<std::string>("$right"));
  EXPECT_EQ(wishes[0].password_hash, plain<std::string>("$my-own-four-words"));
  EXPECT_EQ(world.wished<session::noun>().size(), 1U);
  const auto back = follow_login(world, reply);
  EXPECT_EQ(back.status, 200) << "browsers would hold a redirect to the form's policy";
  EXPECT_NE(parameter(leads_to(back), "code"), "");
}

TEST(change_password, leads_to_the_account_page_too) {
  oidc_world world;
  const newcomer at(world, false);
  EXPECT_EQ(field(at.choose("my-own-four-words"), "Location"), "/account");
}

TEST(change_password, says_what_is_wrong_with_it_and_asks_again) {
  oidc_world world;
  const newcomer at(world);
  const auto told = [&](const std::string& chosen, const std::string& repeated) {
    const auto reply = at.choose(chosen, repeated);
    EXPECT_EQ(reply.status, 422);
    EXPECT_NE(reply.body.find("role=\"alert\""), std::string::npos);
    EXPECT_EQ(reply.body.find(chosen), std::string::npos) << "what was typed is not sent back";
    return between(reply.body, "<h2>", "</h2>");
  };
  EXPECT_EQ(told("short-1", "short-1"), "That is too short");
  EXPECT_EQ(told("passwordpassword", "passwordpassword"), "That is too easy to guess");
  EXPECT_EQ(told("ada12345678901234", "ada12345678901234"), "That is too easy to guess");
  EXPECT_EQ(told("my-own-four-words", "my-own-four-wordz"), "The two differ");
  EXPECT_TRUE(changes(world).empty());
  EXPECT_EQ(at.choose("my-own-four-words").status, 303) << "the same form is good until it is done";
}

TEST(change_password, is_another_one_than_was_given) {
  oidc_world world;
  world.door.credentials[world.ada].password_hash = plain<std::string>("$right-one-time-only");
  world.door.credentials[world.ada].must_change = true;
  const auto to = field(world.get("/account", ""), "Location");
  const auto form = world.get("/login", to.substr(to.find('?') + 1));
  const http::field_line cookie{"Cookie", between(field(form, "Set-Cookie"), "", ";")};
  const auto page =
      world.post("/login",
                 "request=" + hidden(form, "request") + "&token=" + hidden(form, "token") +
                     "&user_name=ada&password=right-one-time-only",
                 {own_origin, cookie});
  // The old hash was renewed at the login, as any is that is not of today's kind.
  const auto reply =
      world.post("/login/password",
                 "request=" + hidden(page, "request") + "&ticket=" + hidden(page, "ticket") +
                     "&token=" + hidden(page, "token") +
                     "&new_password=right-one-time-only&repeated=right-one-time-only",
                 {own_origin, cookie});
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(between(reply.body, "<h2>", "</h2>"), "That is the password you were given");
  EXPECT_TRUE(changes(world).empty());
}

/// The list of stolen passwords in the way of one choice.
TEST(change_password, is_on_no_list_of_stolen_ones) {
  oidc_world world;
  const test::temporary_directory list;
  world.choosing().breached = list.path();
  const newcomer at(world);
  const auto told = [&](int status) {
    const auto reply = at.choose("my-own-four-words");
    EXPECT_EQ(reply.status, status);
    return between(reply.body, "<h2>", "</h2>");
  };
  EXPECT_EQ(told(503), "No password can be chosen now") << "nobody may choose unseen";
  const auto digits = crypto::hex_encode(crypto::sha1(as_bytes("my-own-four-words")));
  std::string upper;
  for (const char letter : digits)
    upper += static_cast<char>(std::toupper(letter));
  const auto lines = [&](const std::string& rest) {
    std::ofstream{list.path() / upper.substr(0, 5)} << rest << ":1\n";
  };
  lines(upper.substr(5));
  EXPECT_EQ(told(422), "That password was stolen before");
  EXPECT_TRUE(changes(world).empty());
  lines(std::string(35, '0'));
  EXPECT_EQ(at.choose("my-own-four-words").status, 303);
}

TEST(change_password, is_hashed_in_its_normal_form) {
  oidc_world world;
  const newcomer at(world);
  ASSERT_EQ(at.choose("cafe%CC%81+au+lait+du+matin", "caf%C3%A9+au+lait+du+matin").status, 303);
  const auto wishes = changes(world);
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].password_hash, plain<std::string>("$caf\u00e9 au lait du matin"));
}

TEST(change_password, asks_for_what_the_deployment_wants) {
  oidc_world world;
  world.choosing().least_characters = 20;
  const newcomer at(world);
  EXPECT_NE(at.page.body.find("minlength=\"20\""), std::string::npos);
  EXPECT_EQ(at.choose("my-own-four-words").status, 422);
  EXPECT_EQ(at.choose("my-own-four-words-and-more").status, 303);
}

TEST(change_password, works_once) {
  oidc_world world;
  const newcomer at(world);
  ASSERT_EQ(at.choose("my-own-four-words").status, 303);
  EXPECT_EQ(at.choose("another-one-of-mine").status, 403);
  auto& held = world.door.credentials[world.ada];
  held.password_hash = plain<std::string>("$another-one-time");
  held.must_change = true;
  EXPECT_EQ(at.choose("another-one-of-mine").status, 403) << "that one was not proven";
  EXPECT_EQ(changes(world).size(), 1U);
}

TEST(change_password, signs_nobody_in_where_an_operator_set_another_one_at_once) {
  oidc_world world;
  const newcomer at(world);
  world.door.before_answer = [&world](const command_envelope& wish) -> asio::awaitable<void> {
    newcomer::take(world, wish);
    if (wish.category == session::category)
      world.door.credentials[world.ada].password_hash = plain<std::string>("$another-one-time");
    co_return;
  };
  const auto reply = at.choose("my-own-four-words");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(field(reply, "Set-Cookie"), "");
  EXPECT_EQ(changes(world).size(), 1U);
  const auto wishes = world.wished<session::noun>();
  ASSERT_EQ(wishes.size(), 2U);
  EXPECT_EQ(std::get<session::end>(wishes[1]).reason, session::session_end::revoked);
}

TEST(change_password, is_over_after_a_quarter_of_an_hour) {
  oidc_world world;
  const newcomer at(world, false);
  world.door.clock += 15min;
  EXPECT_EQ(at.choose("my-own-four-words").status, 403);
}

TEST(change_password, is_for_accounts_that_may_sign_in) {
  oidc_world world;
  const newcomer at(world);
  users::row row;
  row.id = world.ada;
  row.phase = users::phase::disabled;
  world.door.users_known[world.ada] = std::make_shared<users::row>(row);
  EXPECT_EQ(at.choose("my-own-four-words").status, 403);
  EXPECT_TRUE(changes(world).empty());
}

TEST(change_password, believes_the_aggregate) {
  oidc_world world;
  const newcomer at(world);
  world.door.refusing["credential"] = "invalid_state";
  EXPECT_EQ(at.choose("my-own-four-words").status, 403);
  EXPECT_TRUE(world.wished<session::noun>().empty());
}

TEST(change_password, takes_only_its_own_form) {
  oidc_world world;
  const newcomer at(world);
  const auto body = at.body("my-own-four-words", "my-own-four-words");
  const auto tried = [&](std::vector<http::field_line> fields, const std::string& sent) {
    return world.post("/login/password", sent, std::move(fields)).status;
  };
  const auto hashes = world.verified + world.hashed;
  EXPECT_EQ(tried({at.cookie}, body), 403) << "no Origin";
  EXPECT_EQ(tried({at.cookie, {"Origin", "https://evil.example:8443"}}, body), 403);
  EXPECT_EQ(tried({own_origin}, body), 403) << "no cookie";
  EXPECT_EQ(tried({own_origin, {"Cookie", "__Host-visitor=" + std::string(43, 'A')}}, body), 403)
      << "another browser";
  EXPECT_EQ(tried({own_origin, at.cookie}, body + "&ticket=x"), 403) << "two of them";
  const newcomer other(world);
  EXPECT_EQ(tried({own_origin, at.cookie},
                  "request=" + hidden(at.page, "request") + "&ticket=" +
                      hidden(other.page, "ticket") + "x&token=" + hidden(at.page, "token") +
                      "&new_password=my-own-four-words&repeated=my-own-four-words"),
            403)
      << "another ticket";
  EXPECT_EQ(tried({own_origin, at.cookie}, ""), 403);
  EXPECT_TRUE(changes(world).empty());
  EXPECT_EQ(world.verified + world.hashed, hashes + 2) << "of the other login alone";
  EXPECT_EQ(tried({own_origin, at.cookie}, body), 303);
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/account/own_form.hpp"

#include "tests/support/oidc_world.hpp"

#include <array>
#include <string_view>

namespace muniment::account {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// A form of the account pages, and where it is shown.
struct shown_form {
  const char* page;
  const char* sent_to;
};

constexpr std::array own_forms{shown_form{"/account", "/account/sign-out"},
                               shown_form{"/account/password", "/account/password"}};

std::string own_token_in(oidc_world& world, const char* page, const http::field_line& cookie) {
  return between(world.get(page, "", {cookie}).body, "name=\"token\" value=\"", "\"");
}

/// What is typed into either form; what it does not have is passed over.
std::string typed_with(const std::string& token) {
  return "token=" + token +
         "&current_password=right&new_password=my-own-four-words&repeated=my-own-four-words";
}

class own_forms_sent : public testing::TestWithParam<shown_form> {
protected:
  int sent(std::vector<http::field_line> fields, const std::string& body) {
    return world.post(GetParam().sent_to, body, std::move(fields)).status;
  }
  std::string token_of(const http::field_line& whose) {
    return own_token_in(world, GetParam().page, whose);
  }

  oidc_world world;
  http::field_line cookie = world.sign_in();
};

TEST_P(own_forms_sent, are_taken_from_a_page_of_this_host_only) {
  const auto body = typed_with(token_of(cookie));
  EXPECT_EQ(sent({cookie}, body), 403) << "no Origin";
  EXPECT_EQ(sent({cookie, {"Origin", "null"}}, body), 403);
  EXPECT_EQ(sent({cookie, {"Origin", "https://evil.example:8443"}}, body), 403);
  EXPECT_EQ(sent({cookie, {"Origin", "https://other.example:8443"}}, body), 403) << "a neighbour";
  EXPECT_EQ(sent({cookie, own_origin, own_origin}, body), 403);
  EXPECT_TRUE(world.door.wishes.empty());
  EXPECT_EQ(world.verified, 0) << "nothing of it costs a hash";
  EXPECT_EQ(sent({cookie, own_origin}, body), 303);
}

TEST_P(own_forms_sent, are_taken_from_the_session_that_they_were_shown_to) {
  const auto bob = uuid::random({21});
  world.add_user("bob", bob);
  const auto same_person = world.sign_in_as(world.ada, uuid::random({31}));
  const auto body = typed_with(token_of(cookie));
  EXPECT_EQ(sent({own_origin}, body), 403) << "no session";
  EXPECT_EQ(sent({own_origin, {"Cookie", cookie.value + "; " + cookie.value}}, body), 403);
  EXPECT_EQ(sent({own_origin, same_person}, body), 403);
  EXPECT_EQ(sent({own_origin, world.sign_in_as(bob, uuid::random({32}))}, body), 403)
      << "another person's";
  EXPECT_TRUE(world.door.wishes.empty());
  EXPECT_EQ(world.verified, 0);
  EXPECT_EQ(sent({own_origin, cookie}, body), 303);
}

TEST_P(own_forms_sent, are_taken_with_their_own_token_only) {
  const auto own = token_of(cookie);
  for (const auto& each : own_forms) {
    if (std::string_view{each.page} == GetParam().page) continue;
    EXPECT_EQ(sent({cookie, own_origin}, typed_with(own_token_in(world, each.page, cookie))), 403)
        << each.page;
  }
  EXPECT_EQ(sent({cookie, own_origin}, typed_with("")), 403);
  EXPECT_EQ(sent({cookie, own_origin}, typed_with(own) + "&token=" + own), 403) << "two of them";
  EXPECT_TRUE(world.door.wishes.empty());
  world.door.clock += 59min;
  auto kept = cookie;
  kept.value = "__Host-session=" +
               between(field(world.get("/account", "", {cookie}), "Set-Cookie"), "=", ";");
  world.door.clock += 1min;
  EXPECT_EQ(sent({kept, own_origin}, typed_with(own)), 403) << "it was open for an hour";
  EXPECT_EQ(sent({kept, own_origin}, typed_with(token_of(kept))), 303);
}

INSTANTIATE_TEST_SUITE_P(each, own_forms_sent, testing::ValuesIn(own_forms));

}
}

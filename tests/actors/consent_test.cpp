// SPDX-License-Identifier: Apache-2.0
#include "actors/consent.hpp"

#include "tests/support/given.hpp"

namespace muniment::consent {
namespace {

using enum refusal_code;

const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const consent::given allowed{ada, shop, {"openid", "email"}};
const give wish{ada, shop, {"openid", "email"}};
const std::vector<event<opened>> none;

using row = test::given<noun>;

TEST(consent, every_command_before_any) {
  row().when(wish).then({allowed});
  row().when(withdraw{}).then(not_found);
}

TEST(consent, every_command_while_it_stands) {
  row({allowed}).when(wish).then(none);
  row({allowed}).when(withdraw{}).then({withdrawn{}}).when(withdraw{}).then(none);
}

TEST(consent, every_command_once_withdrawn) {
  row({allowed, withdrawn{}}).when(wish).then({allowed}).when(wish).then(none);
  row({allowed, withdrawn{}}).when(withdraw{}).then(none);
}

TEST(consent, scopes_have_no_order) {
  row({allowed}).when(give{ada, shop, {"email", "openid"}}).then(none);
}

TEST(consent, other_scopes_are_given_again) {
  for (const auto& scopes :
       std::vector<std::vector<std::string>>{{"openid"}, {"openid", "email", "profile"}})
    row({allowed})
        .when(give{ada, shop, scopes})
        .then({consent::given{ada, shop, scopes}})
        .when(give{ada, shop, scopes})
        .then(none);
}

TEST(consent, allows_something_lawful) {
  row().when(give{ada, shop, {}}).then(invalid_value);
  row().when(give{ada, shop, {"two words"}}).then(invalid_value);
}

TEST(consent, never_changes_parties) {
  for (const auto& past : {std::vector<event<opened>>{allowed}, {allowed, withdrawn{}}}) {
    row(past).when(give{shop, shop, {"openid"}}).then(already_exists);
    row(past).when(give{ada, ada, {"openid"}}).then(already_exists);
  }
}

TEST(consent, is_about_the_user) {
  EXPECT_EQ(noun::subject({}, {}, allowed), ada);
  EXPECT_EQ(noun::subject({}, row({allowed}).state(), withdrawn{}), ada);
}

}
}

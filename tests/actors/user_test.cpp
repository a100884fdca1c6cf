// SPDX-License-Identifier: Apache-2.0
#include "actors/user.hpp"

#include "tests/support/given.hpp"

namespace muniment::user {
namespace {

using test::given;

const register_user ada_wish{std::string{"ada"},
                             bytes{1},
                             plain{std::string{"ada@example.org"}},
                             plain{bytes{2}},
                             true,
                             plain{std::string{"Ada"}},
                             "en",
                             {uuid{}, {}}};
const registered<opened> ada{ada_wish.user_name,
                             ada_wish.user_name_digest,
                             ada_wish.email,
                             ada_wish.email_digest,
                             true,
                             ada_wish.display_name,
                             "en",
                             {uuid{}, {}}};
const std::vector<claim> ada_claims{{claim_kind::user_name, {1}}, {claim_kind::email, {2}}};
const std::vector<event<opened>> none;

TEST(user, is_registered_once_and_claims_its_names) {
  given<noun>().when(ada_wish).then({ada}).taking(ada_claims);
  given<noun>({ada}).when(ada_wish).then(refusal_code::already_exists);
}

TEST(user, needs_an_acceptable_name) {
  auto wish = ada_wish;
  wish.user_name = plain{std::string{}};
  given<noun>().when(wish).then(refusal_code::invalid_value);
  wish.user_name = plain{std::string(321, 'a')};
  given<noun>().when(wish).then(refusal_code::invalid_value);
}

TEST(user, an_email_comes_with_its_digest) {
  auto wish = ada_wish;
  wish.email_digest.reset();
  given<noun>().when(wish).then(refusal_code::invalid_value);
}

TEST(user, disabling_twice_changes_nothing) {
  given<noun>({ada}).when(disable{}).then({disabled{}}).when(disable{}).then(none);
  given<noun>({ada, disabled{}}).when(enable{}).then({enabled{}}).when(enable{}).then(none);
}

TEST(user, a_profile_changes_only_when_it_differs) {
  const change_profile wish{plain{std::string{"Ada L."}}, "fr"};
  given<noun>({ada})
      .when(wish)
      .then({profile_changed<opened>{wish.display_name, wish.locale}})
      .when(wish)
      .then(none);
}

TEST(user, erasing_gives_the_names_back_and_counts_the_boxes) {
  given<noun>({ada}).when(erase{}).then({erased{5}}).releasing(ada_claims).when(erase{}).then(none);
}

TEST(user, nothing_follows_an_erasure) {
  const std::vector<event<opened>> past{ada, erased{5}};
  given<noun>(past).when(ada_wish).then(refusal_code::already_exists);
  given<noun>(past).when(disable{}).then(refusal_code::erased);
  given<noun>(past).when(change_profile{}).then(refusal_code::erased);
  const auto left = given<noun>(past).state();
  EXPECT_TRUE(left.user_name.box.empty());
}

TEST(user, nothing_happens_to_nobody) {
  given<noun>().when(disable{}).then(refusal_code::not_found);
  given<noun>().when(erase{}).then(refusal_code::not_found);
}

}
}

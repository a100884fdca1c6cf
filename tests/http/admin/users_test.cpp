// SPDX-License-Identifier: Apache-2.0
#include "http/admin/users.hpp"

#include "crypto/password.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::node_world;

class users_test : public testing::Test {
protected:
  entry_reply entered(new_user person) {
    return world.finish(register_user(*at, world.node(), std::move(person), node_world::nobody()));
  }

  bool matches(const uuid& user, const std::string& password) {
    const auto stored = world.finish(at->credential_of(user)).password_hash.reveal();
    return crypto::verify_password(stored, bytes{password.begin(), password.end()}) ==
           crypto::password_check::match;
  }

  node_world world;
  std::shared_ptr<workspace> at = world.made("acme");
};

TEST_F(users_test, a_person_is_found_by_any_spelling_of_the_name_and_has_the_password) {
  const auto ada = entered({"Ada", "ada@example.com", true, "Ada L", "correct horse"});
  EXPECT_EQ(ada.why, "");
  EXPECT_EQ(world.finish(find_user(*at, " aDA ")), ada.id);
  EXPECT_EQ(world.finish(at->opened(ada.id))->user_name, "Ada");
  EXPECT_TRUE(matches(ada.id, "correct horse"));
  EXPECT_FALSE(matches(ada.id, "another"));
}

TEST_F(users_test, a_name_or_address_is_given_once) {
  EXPECT_EQ(entered({"ada", "ada@example.com"}).why, "");
  EXPECT_EQ(entered({"ADA"}).why, "name_taken");
  EXPECT_EQ(entered({"bob", "Ada@Example.com"}).why, "name_taken");
}

TEST_F(users_test, an_entry_that_was_cut_short_is_completed_by_the_same_again) {
  const auto ada = entered({"ada", "ada@example.com", true, "Ada L"});
  ASSERT_EQ(ada.why, "") << "as after a failure: without a password";
  EXPECT_EQ(entered({"ada", "eve@example.com", true, "Ada L", "x"}).why, "name_taken");
  EXPECT_EQ(entered({"ADA", "ada@example.com", true, "Ada L", "x"}).why, "name_taken");
  EXPECT_EQ(entered({"bob", "ada@example.com", true, "Ada L", "x"}).why, "name_taken");
  EXPECT_EQ(entered({"ada", "ada@example.com", true, "Ada L"}).why, "name_taken");
  EXPECT_EQ(world.finish(at->credential_of(ada.id)).phase, credential::phase::absent);
  const auto again = entered({"ada", "ada@example.com", true, "Ada L", "correct horse"});
  EXPECT_EQ(again.why, "");
  EXPECT_EQ(again.id, ada.id);
  EXPECT_TRUE(matches(ada.id, "correct horse"));
  EXPECT_EQ(entered({"ada", "ada@example.com", true, "Ada L", "another"}).why, "name_taken");
  EXPECT_TRUE(matches(ada.id, "correct horse"));
}

TEST_F(users_test, what_is_no_name_or_password_is_refused) {
  EXPECT_EQ(entered({""}).why, "invalid_value");
  EXPECT_EQ(entered({"ada", {}, false, {}, ""}).why, "invalid_value");
  EXPECT_FALSE(world.finish(find_user(*at, "ada"))) << "nobody is entered by halves";
  const auto bob = entered({"bob"});
  EXPECT_EQ(world
                .finish(set_password(*at, world.node(), bob.id,
                                     std::string(crypto::max_password_size + 1, 'x'), false,
                                     node_world::nobody()))
                .why,
            "invalid_value");
}

TEST_F(users_test, a_password_is_judged_by_the_rules_and_known_by_its_normal_form) {
  const passwords::person ada{"ada", "countess@example.com", "Ada L", "acme"};
  const auto judged = [&](const std::string& typed) {
    return world.finish(judged_password(world.node(), typed, ada));
  };
  EXPECT_EQ(std::get<std::string>(judged("Cafe\u0301 with three words ")),
            "Caf\u00e9 with three words ");
  EXPECT_EQ(std::get<passwords::fault>(judged("correct horse")), passwords::fault::too_short);
  EXPECT_EQ(std::get<passwords::fault>(judged("passwordpassword")), passwords::fault::guessable);
  EXPECT_EQ(std::get<passwords::fault>(judged("countess 123456789")), passwords::fault::guessable);
  EXPECT_EQ(std::get<passwords::fault>(judged("four words \xff of mine")),
            passwords::fault::unreadable);
}

TEST(made_password, keeps_every_rule_there_may_be) {
  for (const std::size_t least : {8U, 15U, 20U, 21U, 63U, 64U}) {
    const passwords::rules asked{.least_characters = least};
    const auto made = made_password(asked);
    EXPECT_EQ(std::get<std::string>(passwords::well_formed(made, asked)), made) << least;
    EXPECT_GE(made.size(), 20U);
    EXPECT_FALSE(passwords::find_fault(made, {"ada"}, asked));
    EXPECT_NE(made, made_password(asked));
  }
}

}
}

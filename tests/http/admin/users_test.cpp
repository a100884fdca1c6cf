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
    return world.finish(
        register_user(*at, world.node().passwords(), std::move(person), node_world::nobody()));
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
                .finish(set_password(*at, world.node().passwords(), bob.id,
                                     std::string(crypto::max_password_size + 1, 'x'), false,
                                     node_world::nobody()))
                .why,
            "invalid_value");
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/new_password.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

std::string heading(std::string_view chosen, std::string_view repeated) {
  const auto taken = chosen_password(chosen, repeated, {});
  const auto* notice = std::get_if<pages::page_notice>(&taken);
  return notice ? std::string(notice->heading.view()) : "";
}

TEST(new_password, is_taken_when_it_is_long_enough_and_typed_twice) {
  EXPECT_EQ(heading("four words of mine", "four words of mine"), "");
  EXPECT_EQ(heading("four words of mine", "four words of mine "), "The two differ");
  EXPECT_EQ(heading("four words of mine", ""), "The two differ");
  EXPECT_EQ(heading("only fourteen.", "only fourteen."), "That is too short");
  EXPECT_EQ(heading("", ""), "That is too short");
}

TEST(new_password, is_kept_in_its_normal_form_however_each_field_was_filled) {
  const auto taken = chosen_password("cafe\u0301 au lait matin", "caf\u00e9 au lait matin", {});
  EXPECT_EQ(std::get<std::string>(taken), "caf\u00e9 au lait matin");
}

TEST(new_password, is_told_that_it_is_no_text) {
  EXPECT_EQ(heading("four \xff words of mine", "four \xff words of mine"),
            "That has characters that cannot be kept");
}

TEST(new_password, is_no_longer_than_what_can_be_hashed) {
  const std::string longest(1024, 'x');
  EXPECT_EQ(heading(longest, longest), "");
  EXPECT_EQ(heading(longest + "x", longest + "x"), "That is too long");
}

TEST(new_password, is_asked_for_in_the_length_that_the_deployment_wants) {
  const auto notice = notice_of(passwords::fault::too_short, {.least_characters = 20});
  EXPECT_TRUE(notice.text.view().starts_with("A password has at least 20 characters."));
}

}
}

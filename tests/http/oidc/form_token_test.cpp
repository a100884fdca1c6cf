// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/form_token.hpp"

#include "events/codec/msgpack.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

TEST(form_token, proves_its_form_to_its_browser) {
  const auto packed = pack(make_form_token("login", "cookie", noon));
  EXPECT_TRUE(proves(packed, "login", "cookie", noon));
  EXPECT_FALSE(proves(packed, "consent", "cookie", noon));
  EXPECT_FALSE(proves(packed, "login", "another", noon));
  EXPECT_FALSE(proves(packed, "loginc", "ookie", noon)) << "name and cookie do not run together";
  EXPECT_FALSE(proves(as_bytes("x"), "login", "cookie", noon));
}

TEST(form_token, is_over_after_an_hour) {
  const auto packed = pack(make_form_token("login", "cookie", noon));
  EXPECT_TRUE(proves(packed, "login", "cookie", noon + 1h - 1us));
  EXPECT_FALSE(proves(packed, "login", "cookie", noon + 1h));
}

TEST(form_token, is_as_long_as_any_other) {
  const auto size = pack(make_form_token("login", "cookie", noon)).size();
  EXPECT_EQ(pack(make_form_token("consent", std::string(400, 'x'), noon + 1234567us)).size(), size);
}

}
}

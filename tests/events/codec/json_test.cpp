// SPDX-License-Identifier: Apache-2.0
#include "events/codec/json.hpp"

#include "events/envelope.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(json, renders_members_by_name) {
  const principal who{actor_kind::user, uuid{}};
  EXPECT_EQ(boost::json::serialize(to_json(who)),
            R"({"kind":"user","id":"00000000-0000-0000-0000-000000000000"})");
}

TEST(json, renders_an_unknown_enumerator_as_its_number) {
  EXPECT_EQ(to_json(static_cast<actor_kind>(99)), 99U);
}

TEST(json, renders_a_sealed_value_as_its_box) {
  EXPECT_EQ(boost::json::serialize(to_json(sealed<std::string>{{0xff, 0xfe}})),
            R"({"sealed":"__4"})");
}

TEST(json, renders_absence_as_null) { EXPECT_EQ(to_json(std::optional<bool>{}), nullptr); }

}
}

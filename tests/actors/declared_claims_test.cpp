// SPDX-License-Identifier: Apache-2.0
#include "actors/declared_claims.hpp"

#include "tests/support/random_events.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using test::held_claim;

/// The claims that the events of a past declare, whoever holds the like besides.
std::set<held_claim> declared_by(const std::vector<bytes>& bodies) {
  std::set<held_claim> held;
  for (const auto& body : bodies) {
    const auto from = decode_body(body);
    const auto found = declared_claims(*from);
    EXPECT_TRUE(found);
    const auto& stream = from->at().stream;
    std::erase_if(held, [&](const held_claim& each) {
      return each.stream == stream &&
             std::ranges::find(found->released, each.kind) != found->released.end();
    });
    for (const auto& each : found->taken)
      held.insert({each.kind,
                   each.sealed_field.empty() ? each.digest : test::unsealed_digest(each.digest),
                   stream});
  }
  return held;
}

TEST(declared_claims, are_those_that_deciders_take_and_release) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    test::random_history past{seed};
    past.wish(800);
    ASSERT_FALSE(past.claims().empty());
    EXPECT_EQ(declared_by(past.bodies()), past.claims()) << "seed " << seed;
  }
}

TEST(declared_claims, are_of_every_kind_in_such_pasts) {
  std::set<claim_kind> seen;
  test::random_history past{1};
  past.wish(800);
  for (const auto& each : past.claims())
    seen.insert(each.kind);
  EXPECT_EQ(seen.size(), boost::mp11::mp_size<boost::describe::describe_enumerators<claim_kind>>{});
}

TEST(declared_claims, of_an_event_that_cannot_be_read_are_an_error) {
  envelope at;
  at.category = project::category;
  at.type = project::created::type;
  at.type_version = project::created::version;
  const auto body = encode_body(at, pack(std::string{"no payload"}));
  EXPECT_FALSE(declared_claims(*decode_body(body)));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "actors/signing_key.hpp"

#include "tests/support/given.hpp"

namespace muniment::signing_key {
namespace {

using namespace std::chrono_literals;
using test::given;
using enum refusal_code;

const instant noon = from_microseconds(1'772'546'580'000'000);
const generate wish{"key-1", "ES256",
                    R"({"kty":"EC","crv":"P-256","kid":"key-1","x":"AA","y":"BB"})",
                    plain{bytes{1, 2, 3}}};
const generated made{wish.key_id, wish.algorithm, wish.public_jwk};
const schedule order{noon + 10min, noon};
const scheduled ordered{noon + 10min};
const supersede replace_it{noon + 1h, noon};
const superseded replaced{noon + 1h};
const retire too_early{noon + 59min};
const retire in_time{noon + 1h};

using past = std::vector<event<opened>>;
const past next{made};
const past active{made, activated{}};
const past retiring{made, activated{}, replaced};
const past gone{made, activated{}, replaced, retired{}};
const past distrusted{made, activated{}, signing_key::revoked{}};
const past none;

TEST(signing_key, every_command_before_it_exists) {
  given<noun>().when(wish).then({made}).taking({public_claim(claim_kind::key_id, "key-1")});
  given<noun>().when(order).then(not_found);
  given<noun>().when(activate{}).then(not_found);
  given<noun>().when(replace_it).then(not_found);
  given<noun>().when(in_time).then(not_found);
  given<noun>().when(revoke{}).then(not_found);
}

TEST(signing_key, every_command_while_it_is_next) {
  given<noun>(next).when(wish).then(already_exists);
  given<noun>(next).when(order).then({ordered}).when(order).then(none);
  given<noun>(next).when(activate{}).then({activated{}}).when(activate{}).then(none);
  given<noun>(next).when(replace_it).then(key_in_use);
  given<noun>(next).when(in_time).then(key_in_use);
  given<noun>(next).when(revoke{}).then({signing_key::revoked{}}).when(revoke{}).then(none);
}

TEST(signing_key, every_command_while_it_is_active) {
  given<noun>(active).when(wish).then(already_exists);
  given<noun>(active).when(order).then(none);
  given<noun>(active).when(activate{}).then(none);
  given<noun>(active).when(replace_it).then({replaced}).when(replace_it).then(none);
  given<noun>(active).when(in_time).then(key_in_use);
  given<noun>(active).when(revoke{}).then({signing_key::revoked{}}).when(revoke{}).then(none);
}

TEST(signing_key, every_command_while_it_is_retiring) {
  given<noun>(retiring).when(wish).then(already_exists);
  given<noun>(retiring).when(order).then(key_in_use);
  given<noun>(retiring).when(activate{}).then(key_in_use);
  given<noun>(retiring).when(replace_it).then(none);
  given<noun>(retiring).when(too_early).then(key_in_use);
  given<noun>(retiring).when(in_time).then({retired{}}).when(in_time).then(none);
  given<noun>(retiring).when(revoke{}).then({signing_key::revoked{}}).when(revoke{}).then(none);
}

TEST(signing_key, every_command_once_it_is_retired) {
  given<noun>(gone).when(wish).then(already_exists);
  given<noun>(gone).when(order).then(key_in_use);
  given<noun>(gone).when(activate{}).then(key_in_use);
  given<noun>(gone).when(replace_it).then(key_in_use);
  given<noun>(gone).when(in_time).then(none);
  given<noun>(gone).when(revoke{}).then({signing_key::revoked{}}).when(revoke{}).then(none);
}

TEST(signing_key, every_command_once_it_is_revoked) {
  given<noun>(distrusted).when(wish).then(already_exists);
  given<noun>(distrusted).when(order).then(key_in_use);
  given<noun>(distrusted).when(activate{}).then(key_in_use);
  given<noun>(distrusted).when(replace_it).then(key_in_use);
  given<noun>(distrusted).when(in_time).then(key_in_use);
  given<noun>(distrusted).when(revoke{}).then(none);
}

TEST(signing_key, signs_at_the_earliest_moment_that_was_ordered_and_at_none_that_is_past) {
  const past next_at{made, ordered};
  given<noun>(next_at).when(schedule{noon + 11min, noon}).then(none);
  given<noun>(next_at).when(schedule{noon + 9min, noon}).then({scheduled{noon + 9min}});
  given<noun>(next).when(schedule{noon, noon}).then({scheduled{noon}});
  given<noun>(next).when(schedule{noon - 1s, noon}).then(invalid_value);
  given<noun>(next_at).when(activate{}).then({activated{}});
}

TEST(signing_key, retires_no_earlier_than_it_is_superseded) {
  given<noun>(active).when(supersede{noon - 1s, noon}).then(invalid_value);
}

TEST(signing_key, publishes_nothing_private_and_nothing_else) {
  for (const auto* jwk : {"", "[]", "{", R"({"kty":"EC"})", R"({"kid":"key-2"})", R"({"kid":1})",
                          R"({"kid":"key-1","d":"secret"})", R"({"kid":"key-1","k":"secret"})",
                          R"({"kid":"key-1","p":"secret"})"}) {
    auto bad = wish;
    bad.public_jwk = jwk;
    given<noun>().when(bad).then(invalid_value);
  }
  auto bad = wish;
  bad.public_jwk = R"({"kid":"key-1","n":")" + std::string(4096, 'A') + "\"}";
  given<noun>().when(bad).then(invalid_value);
}

TEST(signing_key, has_a_name_and_a_known_algorithm) {
  auto bad = wish;
  bad.algorithm = "none";
  given<noun>().when(bad).then(invalid_value);
  bad = wish;
  bad.key_id = "";
  bad.public_jwk = R"({"kid":""})";
  given<noun>().when(bad).then(invalid_value);
}

TEST(signing_key, a_key_without_a_private_part_that_fits_is_none) {
  for (const auto& part : {plain<bytes>{}, plain{bytes{}}, plain{bytes(4001, 1)}}) {
    auto bad = wish;
    bad.private_key = part;
    given<noun>().when(bad).then(invalid_value);
  }
  auto largest = wish;
  largest.private_key = plain{bytes(4000, 1)};
  given<noun>().when(largest).then({made});
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "projections/grants.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/sample.hpp"

namespace muniment::grants {
namespace {

using test::folded;
using test::moment;

const auto code = test::sample<grant::code_issued>();
const auto token = test::sample<grant::token_issued>();
const auto refresh = test::sample<grant::refresh_issued>();

row code_row(std::uint64_t position) {
  return {test::the_stream,
          code.user,
          code.client,
          code.session,
          code.scopes,
          code.nonce,
          code.authenticated_at,
          code.methods,
          phase::code_issued,
          moment(1),
          code.code_expires_at,
          code.expires_at,
          {},
          {},
          0,
          {},
          {},
          {},
          position};
}

row redeemed_row(std::uint64_t position) {
  auto row = code_row(position);
  row.phase = phase::redeemed;
  return row;
}

row token_row(std::uint64_t position) {
  auto row = redeemed_row(position);
  row.token_id = token.token_id;
  row.token_expires_at = token.expires_at;
  return row;
}

row refresh_row(std::uint64_t position) {
  auto row = token_row(position);
  row.refresh_generation = refresh.generation;
  row.refresh_expires_at = refresh.expires_at;
  return row;
}

TEST(grants, follows_a_grant_step_by_step) {
  std::vector<event> past{code};
  EXPECT_EQ(folded<model>(past), code_row(1));
  past.push_back(grant::code_redeemed{});
  EXPECT_EQ(folded<model>(past), redeemed_row(2));
  past.push_back(token);
  EXPECT_EQ(folded<model>(past), token_row(3));
  past.push_back(refresh);
  EXPECT_EQ(folded<model>(past), refresh_row(4));
  past.push_back(grant::ended{grant::grant_end::refresh_replayed});
  auto expected = refresh_row(5);
  expected.phase = phase::ended;
  expected.ended_for = grant::grant_end::refresh_replayed;
  expected.ended_at = moment(5);
  EXPECT_EQ(folded<model>(past), expected);
}

TEST(grants, the_newest_token_counts) {
  auto newer = token;
  newer.token_id = "newer";
  newer.expires_at = moment(99);
  auto expected = token_row(4);
  expected.token_id = "newer";
  expected.token_expires_at = moment(99);
  EXPECT_EQ(folded<model>({code, grant::code_redeemed{}, token, newer}), expected);
}

TEST(grants, without_a_beginning_there_is_none) {
  for (const auto& orphan : std::vector<event>{grant::code_redeemed{}, token, refresh,
                                               grant::ended{grant::grant_end::expired}})
    EXPECT_FALSE(folded<model>({orphan}));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "projections/clients.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/sample.hpp"

namespace muniment::clients {
namespace {

using test::folded;
using test::moment;

const auto shop = test::sample<client::registered>();

row shop_row(std::uint64_t position) {
  return {test::the_stream,
          shop.client_id,
          shop.project,
          shop.name,
          shop.kind,
          shop.authentication,
          shop.secret_digest,
          shop.redirect_uris,
          shop.post_logout_redirect_uris,
          shop.origins,
          shop.grant_types,
          shop.scopes,
          shop.id_token_algorithm,
          shop.access_token_algorithm,
          shop.pkce_required,
          shop.third_party,
          shop.may_introspect,
          moment(1),
          {},
          position};
}

TEST(clients, holds_all_that_was_registered) { EXPECT_EQ(folded<model>({shop}), shop_row(1)); }

TEST(clients, a_new_secret_replaces_the_old) {
  auto expected = shop_row(2);
  expected.secret_digest = bytes(32, 8);
  EXPECT_EQ(folded<model>({shop, client::secret_rotated{bytes(32, 8)}}), expected);
}

TEST(clients, new_uris_replace_the_old) {
  auto expected = shop_row(2);
  expected.redirect_uris = {"a"};
  expected.post_logout_redirect_uris = {"b"};
  expected.origins = {"c"};
  EXPECT_EQ(folded<model>({shop, client::redirects_changed{{"a"}, {"b"}, {"c"}}}), expected);
}

TEST(clients, new_settings_replace_the_old) {
  const auto settings = test::sample<client::settings_changed>();
  auto expected = shop_row(2);
  expected.name = settings.name;
  expected.authentication = settings.authentication;
  expected.grant_types = settings.grant_types;
  expected.scopes = settings.scopes;
  expected.id_token_algorithm = settings.id_token_algorithm;
  expected.access_token_algorithm = settings.access_token_algorithm;
  expected.third_party = settings.third_party;
  expected.may_introspect = *settings.may_introspect;
  EXPECT_EQ(folded<model>({shop, settings}), expected);
}

TEST(clients, introspection_stays_as_it_was_where_nothing_is_said_of_it) {
  auto settings = test::sample<client::settings_changed>();
  auto of_version_1 = settings;
  of_version_1.may_introspect.reset();
  for (const bool may : {true, false}) {
    settings.may_introspect = may;
    EXPECT_EQ(folded<model>({shop, settings, of_version_1})->may_introspect, may);
  }
}

TEST(clients, a_deleted_one_stays_known_and_has_no_secret) {
  auto expected = shop_row(2);
  expected.secret_digest.reset();
  expected.deleted_at = moment(2);
  EXPECT_EQ(folded<model>({shop, client::deleted{}}), expected);
}

TEST(clients, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({client::secret_rotated{bytes(32)}}));
  EXPECT_FALSE(folded<model>({client::redirects_changed{}}));
  EXPECT_FALSE(folded<model>({client::deleted{}}));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "actors/workspace.hpp"

#include "tests/support/given.hpp"

namespace muniment::workspace {
namespace {

using test::given;
using enum refusal_code;

const created demo{"demo", "https://demo.example.org", "Demo"};
const create demo_wish{demo.slug, demo.issuer, demo.display_name};
const change_slug move_wish{"shop", "https://shop.example.org"};
const std::vector<event<opened>> none;

TEST(workspace, every_command_before_it_exists) {
  given<noun>().when(demo_wish).then({demo});
  given<noun>().when(move_wish).then(not_found);
  given<noun>().when(roll_keys{1}).then(not_found);
}

TEST(workspace, every_command_once_it_exists) {
  given<noun>({demo}).when(demo_wish).then(already_exists);
  given<noun>({demo})
      .when(move_wish)
      .then({slug_changed{move_wish.slug, move_wish.issuer}})
      .when(move_wish)
      .then(none);
  given<noun>({demo}).when(roll_keys{2}).then({keys_rolled{2}}).when(roll_keys{2}).then(none);
}

TEST(workspace, claims_nothing_in_itself) { given<noun>().when(demo_wish).taking({}); }

TEST(workspace, moves_when_only_the_issuer_differs) {
  given<noun>({demo})
      .when(change_slug{"demo", "https://id.example.org"})
      .then({slug_changed{"demo", "https://id.example.org"}});
}

TEST(workspace, generations_leave_none_out) {
  given<noun>({demo}).when(roll_keys{1}).then(none);
  given<noun>({demo}).when(roll_keys{3}).then(invalid_state);
  given<noun>({demo}).when(roll_keys{0}).then(invalid_state);
  given<noun>({demo, keys_rolled{2}}).when(roll_keys{1}).then(invalid_state);
  given<noun>({demo, keys_rolled{2}}).when(roll_keys{3}).then({keys_rolled{3}});
}

TEST(workspace, has_an_acceptable_name_and_address) {
  for (const auto& wish :
       {create{"", demo.issuer, "Demo"}, create{"-demo", demo.issuer, "Demo"},
        create{"demo", "http://demo.example.org", "Demo"}, create{"demo", demo.issuer, ""}})
    given<noun>().when(wish).then(invalid_value);
  given<noun>({demo}).when(change_slug{"Demo", demo.issuer}).then(invalid_value);
  given<noun>({demo}).when(change_slug{"demo", ""}).then(invalid_value);
}

TEST(workspace, slugs_are_labels) {
  for (const auto* good : {"a", "demo", "acme-corp", "tenant123", "1"})
    EXPECT_TRUE(is_slug(good)) << good;
  EXPECT_TRUE(is_slug(std::string(50, 'a')));
  EXPECT_FALSE(is_slug(std::string(51, 'a')));
  for (const auto* bad : {"", "-acme", "acme-", "xn--a", "Acme", "tenant_name", "a.b", "ä"})
    EXPECT_FALSE(is_slug(bad)) << bad;
}

}
}

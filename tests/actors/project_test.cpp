// SPDX-License-Identifier: Apache-2.0
#include "actors/project.hpp"

#include "tests/support/given.hpp"

namespace muniment::project {
namespace {

using test::given;
using enum refusal_code;

const created shop{"shop"};
const std::vector<event<opened>> none;

TEST(project, every_command_before_it_exists) {
  given<noun>()
      .when(create{"shop"})
      .then({shop})
      .taking({public_claim(claim_kind::project_name, "shop")});
  given<noun>().when(define_role{"clerk"}).then(not_found);
}

TEST(project, every_command_once_it_exists) {
  given<noun>({shop}).when(create{"shop"}).then(already_exists);
  given<noun>({shop})
      .when(define_role{"clerk"})
      .then({role_defined{"clerk"}})
      .when(define_role{"clerk"})
      .then(none)
      .when(define_role{"Clerk"})
      .then({role_defined{"Clerk"}});
}

TEST(project, names_are_acceptable) {
  given<noun>().when(create{""}).then(invalid_value);
  given<noun>().when(create{std::string(201, 'a')}).then(invalid_value);
  given<noun>({shop}).when(define_role{"two words"}).then(invalid_value);
  given<noun>({shop}).when(define_role{""}).then(invalid_value);
}

TEST(project, defines_no_built_in_role) {
  for (const auto* name : {"workspace.admin", "workspace.auditor", "workspace.owner"})
    given<noun>({shop}).when(define_role{name}).then(invalid_value);
  given<noun>({shop}).when(define_role{"workspace"}).then({role_defined{"workspace"}});
}

TEST(project, roles_are_bounded) {
  std::vector<event<opened>> past{shop};
  for (std::size_t n = 0; n < most_roles; ++n)
    past.push_back(role_defined{"role-" + std::to_string(n)});
  given<noun>(past).when(define_role{"role-0"}).then(none);
  given<noun>(past).when(define_role{"one-more"}).then(limit_reached);
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "projections/audit.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/sample.hpp"

namespace muniment::audit {
namespace {

const auto at = test::sample<envelope>();

TEST(audit, has_a_row_for_each_event_without_its_payload) {
  rows_of<model> rows;
  test::fold_into<model>(rows, {at, user::disabled{}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(at.position), (row{at.position, at.recorded_at, at.actor.kind, at.actor.id,
                                       at.subject, at.category, at.type, at.stream, at.version,
                                       at.outcome, at.command, at.correlation, at.access}));
}

TEST(audit, rows_do_not_touch_one_another) {
  rows_of<model> rows;
  auto second = at;
  ++second.position;
  second.subject.reset();
  test::fold_into<model>(rows, {at, user::disabled{}});
  const auto first = rows.at(at.position);
  test::fold_into<model>(rows, {second, user::enabled{}});
  EXPECT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at(at.position), first);
}

TEST(audit, listens_to_every_event_there_is) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      []<class E>(std::type_identity<E>) {
        EXPECT_EQ(keys({at, test::sample<E>()}), std::vector{at.position}) << E::type;
      });
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/hot_view.hpp"

#include "projections/audit.hpp"
#include "projections/runtime/rebuild.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/user_facts.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;

TEST(hot_view, what_was_not_there_when_somebody_looked_is_found_once_it_is_written) {
  auto& database = shared_database();
  const auto schema = database.workspace();
  auto views = views_in<boost::mp11::mp_list<audit::model>>(database, schema);
  auto& view = views.get<audit::model>();
  EXPECT_FALSE(view.read(1));
  journal_writer{database, schema}.append({registered(1)});
  rebuild<audit::model>(database.pool(), schema);
  view.settle(1);
  EXPECT_TRUE(view.read(1));
}

}
}

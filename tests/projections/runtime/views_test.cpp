// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/views.hpp"

#include "projections/catalogue.hpp"
#include "projections/runtime/verify.hpp"
#include "tests/support/actor_world.hpp"
#include "tests/support/folding.hpp"
#include "tests/support/older_journal.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/reference.hpp"

#include <caf/send.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;

/// The naive loop over the exported events.
reference loop_over(const std::vector<bytes>& bodies) {
  reference naive;
  for (const auto& body : bodies)
    naive.apply(catalogue::to_json(decode_body(body).value()).value().as_object());
  return naive;
}

/// All rows of a table, read back.
template <projection P>
rows_of<P> rows_in(storage::pool& connections, const storage::schema_name& schema) {
  rows_of<P> rows;
  storage::read_models{connections}.scan(
      schema, storage::shape_of<P>(), {}, [](const storage::checkpoint&) { return true; },
      [&](const storage::row_text& fields) {
        auto row = storage::row_from_text<typename P::row>(fields);
        rows.emplace(storage::key_in(row), std::move(row));
        return true;
      });
  return rows;
}

class every_read_model : public testing::TestWithParam<std::uint64_t> {
protected:
  void live_through(const std::vector<bytes>& bodies) {
    views_of<read_models> views{{pool_of(database), schema, std::make_shared<row_cache>(1 << 14),
                                 std::make_shared<budget>(64, std::size_t{1} << 20)}};
    actor_world world;
    auto worker = world.system().spawn(clerk, pool_of(database));
    auto options = std::make_shared<projector_options>(
        projector_options{schema, views.foldings(), worker, [](bool) {}, {}});
    auto running =
        world.system().spawn(projector, std::shared_ptr<const projector_options>{options});
    world.run();
    for (std::size_t at = 0; at < bodies.size(); at += 100) {
      const auto end = std::min(at + 100, bodies.size());
      caf::anon_send(running, journal.append_bodies({bodies.begin() + static_cast<long>(at),
                                                     bodies.begin() + static_cast<long>(end)}));
      world.run();
    }
    caf::anon_send_exit(running, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
    world.run();
    options->clerk = nullptr;
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
};

TEST_P(every_read_model, is_the_same_live_rebuilt_and_by_a_naive_loop) {
  random_history history{GetParam()};
  history.wish(400);
  const auto naive = loop_over(history.bodies());
  live_through(history.bodies());
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, read_models>>(
      [&](auto which) {
        using model = typename decltype(which)::type;
        const std::string name{model::name};
        const auto live = rows_in<model>(database.pool(), schema);
        const auto key = std::string{boost::mp11::mp_front<members_of<typename model::row>>::name};
        for (const auto& each : differences(naive.rows(name), as_json<model>(live), key))
          ADD_FAILURE() << name << ": " << each;
        const auto rebuilt = rebuild<model>(database.pool(), schema);
        EXPECT_EQ(rebuilt.checksum, checksum_of<model>(live)) << name;
        EXPECT_EQ(rebuilt.rows, live.size()) << name;
      });
}

TEST(every_read_model_of_an_older_binary, is_rebuilt_from_its_journal) {
  auto& database = shared_database();
  const auto schema = database.workspace();
  const auto bodies = read_older_journal("first").bodies;
  journal_writer{database, schema}.append_bodies(bodies);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, read_models>>(
      [&]<class P>(std::type_identity<P>) {
        EXPECT_EQ(rebuild<P>(database.pool(), schema, {}).checksum,
                  checksum_of<P>(folded_journal<P>(bodies)))
            << P::name;
      });
}

INSTANTIATE_TEST_SUITE_P(seeds, every_read_model, testing::Values(1, 2, 3));

}
}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/rebuilding.hpp"

#include "projections/runtime/verify.hpp"
#include "projections/users.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/user_facts.hpp"

#include <gtest/gtest.h>

#include <random>

namespace muniment::test {

/// The users, but whoever was disabled is not.
struct forgetful_users : users::model {
  static std::optional<row> fold(std::optional<row> known, const uuid& key,
                                 const recorded<event>& fact) {
    if (known && std::holds_alternative<user::disabled>(fact.fact)) return known;
    return users::model::fold(std::move(known), key, fact);
  }
};

/// A journal in a workspace of its own, to rebuild from.
class rebuild_world : public testing::Test {
protected:
  /// Some thousand events in no particular order.
  void write_history(int events, std::uint32_t seed = 1) {
    std::mt19937 dice{seed};
    std::vector<fact_of> facts;
    for (int count = 0; count < events; ++count) {
      const auto who = static_cast<std::uint16_t>(dice() % 97);
      switch (dice() % 5) {
      case 0:
        facts.push_back(disabled(who));
        break;
      case 1:
        facts.push_back(enabled(who));
        break;
      case 2:
        facts.push_back(erased(who));
        break;
      case 3:
        facts.push_back(signed_in(who));
        break;
      default:
        facts.push_back(registered(who));
      }
    }
    for (std::size_t at = 0; at < facts.size(); at += 1'000)
      journal.append(
          {facts.begin() + static_cast<std::ptrdiff_t>(at),
           facts.begin() + static_cast<std::ptrdiff_t>(std::min(at + 1'000, facts.size()))});
  }

  template <projection P>
  replay_error::reason failure_of(const replay_options& options = {}, const live_side& live = {}) {
    try {
      rebuild<P>(database.pool(), schema, options, live);
    } catch (const replay_error& error) {
      return error.why();
    }
    ADD_FAILURE() << "it went through";
    return {};
  }
  /// Somebody changes a row of the shadow once all of them are written, at the end of `stage`.
  template <projection P>
  replay_options edited(std::string_view stage, const std::string& set) {
    const auto shadow = in_schema(storage::shape_of<P>().shadow());
    replay_options options;
    options.progress = [=, this](const replay_progress& at) {
      if (at.stage == stage && 3 * at.done == 2 * at.total)
        database.execute("UPDATE " + shadow + " SET " + set +
                         " WHERE position = (SELECT max(position) FROM " + shadow + ')');
    };
    return options;
  }
  std::string shadows() {
    return database.value("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema.text() +
                          "' AND tablename LIKE '%shadow'");
  }
  std::string in_schema(const std::string& table) { return schema.text() + '.' + table; }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
};

}

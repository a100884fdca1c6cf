// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/sessions.hpp"
#include "projections/users.hpp"
#include "tests/support/actor_world.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/scripted_clerk.hpp"
#include "tests/support/user_facts.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muniment::test {

/// A projector of two read models on the scheduler of the test, over a workspace of a real
/// database.
class projector_on : public testing::Test {
protected:
  using models = boost::mp11::mp_list<users::model, sessions::model>;

  void TearDown() override {
    script->waiting.clear();
    stop();
    database_thread = nullptr;
  }

  void stop() {
    caf::anon_send_exit(running, caf::exit_reason::user_shutdown);
    running = nullptr;
    world.run();
  }

  /// Starts a projector; the one before it dies without writing what it holds.
  void start(std::size_t overlay_rows = 100'000) {
    if (running) stop();
    views.emplace(views_in<models>(database, schema, overlay_rows));
    database_thread = world.system().spawn(scripted_clerk, script, &database.pool());
    auto options = std::make_shared<projector_options>(
        projector_options{schema,
                          views->foldings(),
                          database_thread,
                          [this](bool full) { pressure.push_back(full); },
                          {},
                          shown});
    options->limits.page_events = 4;
    running = world.system().spawn(projector, std::shared_ptr<const projector_options>{options});
    world.run_until_pause();
  }

  void offer(const bodies_ptr& bodies) {
    caf::anon_send(running, bodies);
    world.run_until_pause();
  }

  /// What was asked of it too, while it was held.
  void let_the_clerk_work() {
    script->held = false;
    nudge_the_clerk();
  }

  void nudge_the_clerk() {
    const auto nothing = [](storage::pool&) {};
    caf::anon_send(database_thread, std::make_shared<clerk_work>(clerk_work{nothing}));
    world.run_until_pause();
  }

  /// The first of what it was asked while it was held.
  void let_the_clerk_work_once() {
    ASSERT_FALSE(script->waiting.empty());
    script->once = true;
    nudge_the_clerk();
  }

  /// The answer to a request that somebody is ready to give.
  template <class Reply, class... Question>
  Reply ask(const Question&... question) {
    auto asked = self->request(running, caf::infinite, question...);
    world.run_until_pause();
    Reply reply{};
    asked.receive([&](const Reply& got) { reply = got; },
                  [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
    return reply;
  }
  projection_status status(std::size_t which) {
    return ask<status_reply>(status_atom::value).projections.at(which);
  }
  wait_verdict wait(const std::string& projection, std::uint64_t position, bool persisted = false) {
    auto asked =
        self->request(running, caf::infinite,
                      wait_request{projection, position, persisted, std::chrono::seconds{1}});
    world.run();
    auto verdict = wait_verdict{};
    asked.receive([&](const wait_reply& got) { verdict = got.verdict; },
                  [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
    return verdict;
  }

  std::optional<users::phase> phase_of(std::uint16_t user) {
    const auto row = views->get<users::model>().read(id_of(user));
    if (!row) return std::nullopt;
    return row->phase;
  }
  std::string in_schema(const std::string& table) { return schema.text() + '.' + table; }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  actor_world world;
  caf::scoped_actor self{world.system()};
  std::shared_ptr<slow_clerk> script = std::make_shared<slow_clerk>();
  std::optional<views_of<models>> views;
  clerk_actor database_thread;
  projector_actor running;
  std::vector<bool> pressure;
  std::shared_ptr<projection_standings> shown = std::make_shared<projection_standings>(2);
};

}

// SPDX-License-Identifier: Apache-2.0
#include "http/control/key_rolls.hpp"

#include "actors/policies/key_roll_due.hpp"
#include "actors/policies/roll_keys.hpp"
#include "storage/failure.hpp"
#include "storage/leases.hpp"
#include "storage/startup_error.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <spdlog/spdlog.h>

#include <thread>

namespace muniment::http {
namespace {

asio::awaitable<roll_verdict> rolled(node& on, storage::workspace_place place, wish_origin from) {
  const auto at = on.workspaces().reach(place);
  const bool born = co_await at->roll_keys(std::move(from));
  co_return born ? roll_verdict::rolled : roll_verdict::unborn;
}

boost::json::object shown(const roll_report& report) {
  const api::rolled_keys told{report.era, report.workspaces, report.took.count()};
  return shown_json(told).as_object();
}

}

begun_operation key_rolls::begin(wish_origin from) { return begin(std::move(from), extent::whole); }

bool key_rolls::begin_if_due(const std::stop_token& stop) {
  try {
    if (!is_due(stop)) return false;
    const auto how_much = node_.keys().rolling() ? extent::rest : extent::whole;
    const auto begun = begin(acting_party{actor_kind::policy, {}, "none", {}}, how_much);
    return static_cast<bool>(begun);
  } catch (const storage::failure& error) {
    spdlog::warn("whether a roll of the keys is due cannot be told now: {}", error.what());
  } catch (const storage::startup_error& error) {
    spdlog::error("whether a roll of the keys is due cannot be told: {}", error.what());
  }
  return false;
}

/// The workspaces are asked last, and only if that can matter.
bool key_rolls::is_due(const std::stop_token& stop) const {
  roll_situation seen{node_.keys().rolling(), true, node_.keys().current_since()};
  if (seen.under_way || !is_roll_due(seen, between_, node_.now())) return seen.under_way;
  return is_roll_awaited(node_.connections(), stop);
}

/// Its host, if there is one.
std::optional<std::string> key_rolls::other_server() const {
  for (const auto& each : storage::read_serving_nodes(node_.hub_dsn()))
    if (each.node != node_.id()) return each.host;
  return {};
}

void key_rolls::await_alone(const std::stop_token& stop) const {
  constexpr std::chrono::milliseconds between_looks{200};
  const auto until = std::chrono::steady_clock::now() + patience_;
  for (auto host = other_server(); host; host = other_server()) {
    if (stop.stop_requested())
      throw storage::failure{storage::failure_kind::unavailable, "the server stops"};
    if (std::chrono::steady_clock::now() >= until)
      throw storage::startup_error{
          "another server runs over this database, on host " + *host +
              ": its key store would not learn the new keys",
          "stop it, and give it a copy of the key store before it starts again"};
    std::this_thread::sleep_for(between_looks);
  }
}

begun_operation key_rolls::begin(wish_origin from, extent how_much) {
  return under_way_->begin({}, "roll", "", work(std::move(from), how_much));
}

operation_work key_rolls::work(wish_origin from, extent how_much) {
  return [this, from = std::move(from), how_much](const auto& progress, const auto& stop) {
    const auto roll = [&](const storage::workspace_place& place) {
      return asio::co_spawn(serial_, rolled(node_, place, from), asio::use_future).get();
    };
    const auto tell = [&](const roll_progress& now) {
      progress({"new keys", now.done, now.total, now.per_second, "workspaces"});
    };
    const roll_means means{node_.keys(), node_.connections(), roll, tell, stop};
    try {
      await_alone(stop);
      return shown(how_much == extent::whole ? roll_keys(means) : resume_roll(means));
    } catch (const std::exception& error) {
      spdlog::warn("a roll of the keys did not end: {}", error.what());
      throw;
    }
  };
}

}

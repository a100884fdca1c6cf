// SPDX-License-Identifier: Apache-2.0
#include "http/admin/projection_work.hpp"

#include "actors/runtime/asking_actor.hpp"
#include "crypto/encoding.hpp"

#include <boost/mp11/algorithm.hpp>
#include <caf/send.hpp>

namespace muniment::http {
namespace {

constexpr std::chrono::seconds patience{10};

live_side side_of(node& on, const projector_actor& folding, const std::string& projection) {
  const auto hold = [&on, folding, projection]() -> std::optional<std::uint64_t> {
    asking_actor self{on.actors()};
    std::optional<std::uint64_t> folded;
    self->request(folding, patience, hold_atom::value, projection)
        .receive(
            [&](const hold_reply& reply) {
              if (reply.held) folded = reply.folded;
            },
            [](const caf::error&) {});
    return folded;
  };
  return {hold, [folding, projection] { caf::anon_send(folding, reload_atom::value, projection); }};
}

boost::json::object shown(const rebuild_report& report) {
  const api::rebuilt_projection told{report.position, report.rows,
                                     crypto::hex_encode(report.checksum), report.took.count()};
  return shown_json(told).as_object();
}

}

bool is_projection(std::string_view name) {
  bool known = false;
  boost::mp11::mp_for_each<read_models>([&]<class P>(P) { known = known || P::name == name; });
  return known;
}

replay_options options_for(const std::function<void(const operation_progress&)>& progress,
                           const std::stop_token& stop) {
  replay_options options;
  options.stop = stop;
  options.progress = [progress](const replay_progress& now) {
    progress({std::string{now.stage}, now.done, now.total, now.per_second});
  };
  return options;
}

operation_work rebuild_work(node& on, std::shared_ptr<workspace> at, projector_actor folding,
                            std::string projection) {
  return [&on, at = std::move(at), folding = std::move(folding),
          projection = std::move(projection)](const auto& progress, const auto& stop) {
    const auto live = side_of(on, folding, projection);
    boost::json::object result;
    boost::mp11::mp_for_each<read_models>([&]<class P>(P) {
      if (P::name != projection) return;
      result = shown(
          rebuild<P>(on.connections(), at->place().schema, options_for(progress, stop), live));
    });
    return result;
  };
}

}

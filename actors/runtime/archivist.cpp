// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/archivist.hpp"

#include "actors/runtime/waking.hpp"
#include "events/catalogue.hpp"
#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/key_reader.hpp"
#include "storage/pool.hpp"
#include "storage/resolution.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace muniment {

void archivist_state::start(archive_access access) {
  access_ = std::move(access);
  reader_.emplace(*access_.connections);
}

storage::hub_connection& archivist_state::hub() {
  if (!hub_ || !hub_->usable()) {
    hub_.reset();
    hub_.emplace(access_.hub_dsn, access_.hub);
  }
  return *hub_;
}

settle_reply archivist_state::settle(const settle_request& wanted) {
  try {
    const auto found = storage::resolve(hub(), reader(), wanted.schema, wanted.epoch,
                                        wanted.position, wanted.lost_backend);
    if (found.deposed) return {settle_verdict::deposed, found.epoch, {}};
    settle_reply reply{settle_verdict::settled, found.epoch, {}};
    for (const auto& row : found.committed)
      reply.bodies.push_back(row.body);
    return reply;
  } catch (const storage::failure& error) {
    spdlog::warn("an unknown outcome is not settled yet: {}", error.what());
    // A journal that is shorter than it was, or a refusal, does not change by asking again.
    const auto hopeless = error.kind() == storage::failure_kind::missing ||
                          error.kind() == storage::failure_kind::refused;
    return {hopeless ? settle_verdict::deposed : settle_verdict::unreachable, 0, {}};
  }
}

lookup_reply archivist_state::look_up(const lookup_request& wanted) {
  try {
    return {true, reader().held_claims(wanted.schema, wanted.claims),
            reader().outcomes(wanted.schema, wanted.digests)};
  } catch (const storage::failure& error) {
    spdlog::warn("a look-up failed: {}", error.what());
    return {};
  }
}

holder_reply archivist_state::find_holder(const holder_request& wanted) {
  try {
    const auto held = reader().held_claims(wanted.schema, std::span{&wanted.claim, 1});
    if (held.empty()) return {true, std::nullopt};
    return {true, held.front().stream};
  } catch (const storage::failure& error) {
    spdlog::warn("the holder of a claim could not be looked up: {}", error.what());
    return {};
  }
}

wake_reply archivist_state::wake(const wake_request& wanted) {
  try {
    return {std::make_shared<journal_cursor>(muniment::wake(hub(), reader(), wanted.schema)), {}};
  } catch (const storage::failure& error) {
    return {nullptr, error.what()};
  }
}

stream_reply archivist_state::read_stream(const stream_request& wanted) {
  const auto* category = catalogue::find_category(wanted.category);
  if (!category) throw std::logic_error{"not in the catalogue: " + wanted.category};
  const auto table = category->table == catalogue::table::facts ? storage::journal_table::facts
                                                                : storage::journal_table::traffic;
  try {
    stream_reply reply{true, {}};
    auto after = static_cast<std::uint32_t>(wanted.after_version);
    for (;;) {
      auto page = reader().read_stream(wanted.schema, table, category->number, wanted.stream, after,
                                       storage::journal_reader::rows_limit);
      for (auto& row : page)
        reply.bodies.push_back(std::move(row.body));
      if (page.size() < storage::journal_reader::rows_limit) return reply;
      after = page.back().version;
    }
  } catch (const storage::failure& error) {
    spdlog::warn("a stream could not be read: {}", error.what());
    return {};
  }
}

keys_reply archivist_state::read_keys(const keys_request& wanted) {
  const auto refuse = [](const std::exception& error) {
    spdlog::warn("key rows could not be read: {}", error.what());
    return keys_reply{};
  };
  try {
    return {true, storage::key_rows_of(*access_.connections, wanted.schema)(wanted.query)};
  } catch (const storage::failure& error) {
    return refuse(error);
  } catch (const storage::key_error& error) {
    return refuse(error);
  }
}

archivist_actor::behavior_type archivist(archivist_actor::stateful_pointer<archivist_state> self,
                                         archive_access access) {
  self->state.start(std::move(access));
  return {[self](const settle_ptr& wanted) { return self->state.settle(*wanted); },
          [self](const lookup_ptr& wanted) { return self->state.look_up(*wanted); },
          [self](const holder_ptr& wanted) { return self->state.find_holder(*wanted); },
          [self](const wake_ptr& wanted) { return self->state.wake(*wanted); },
          [self](const stream_ptr& wanted) { return self->state.read_stream(*wanted); },
          [self](const keys_ptr& wanted) { return self->state.read_keys(*wanted); }};
}

}

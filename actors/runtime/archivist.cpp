// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/archivist.hpp"

#include "actors/runtime/waking.hpp"
#include "storage/category_table.hpp"
#include "storage/failure.hpp"
#include "storage/key_reader.hpp"
#include "storage/pool.hpp"
#include "storage/resolution.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <stdexcept>

namespace muniment {

void archivist_state::start(archive_access access) {
  access_ = std::move(access);
  reader_.emplace(*access_.connections);
}

storage::hub_connection& archivist_state::hub() {
  if (!hub_ || !hub_->usable() || hub_->full()) {
    hub_.reset();
    hub_.emplace(access_.hub_dsn, access_.hub);
  }
  return *hub_;
}

namespace {

/// What `work` returns. What goes wrong is told to the log, and `Reply{}`, which says in every
/// reply that the answer is not to be had now: the actor serves all workspaces and outlives any of
/// them.
template <class Work>
auto attempted(const char* failing, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& error) {
    spdlog::warn("{}: {}", failing, error.what());
    return {};
  }
}

/// A journal that is shorter than it was, or a refusal, does not change by asking again.
settle_verdict unsettled(const std::exception& error) {
  spdlog::warn("an unknown outcome is not settled yet: {}", error.what());
  const auto* why = dynamic_cast<const storage::failure*>(&error);
  const auto hopeless =
      why &&
      (why->kind() == storage::failure_kind::missing ||
       (why->kind() == storage::failure_kind::refused && !storage::is_passing(why->sqlstate())));
  return hopeless ? settle_verdict::deposed : settle_verdict::unreachable;
}

}

settle_reply archivist_state::settle(const settle_request& wanted) {
  auto epoch = wanted.epoch;
  try {
    const auto found = storage::resolve(hub(), reader(), wanted.schema, epoch, wanted.position,
                                        wanted.lost_backend);
    if (found.deposed) return {settle_verdict::deposed, found.epoch, {}};
    settle_reply reply{settle_verdict::settled, found.epoch, {}};
    for (const auto& row : found.committed)
      reply.bodies.push_back(row.body);
    return reply;
  } catch (const std::exception& error) {
    return {unsettled(error), epoch, {}};
  }
}

lookup_reply archivist_state::look_up(const lookup_request& wanted) {
  return attempted("a look-up failed", [&]() -> lookup_reply {
    return {true, reader().held_claims(wanted.schema, wanted.claims),
            reader().outcomes(wanted.schema, wanted.digests)};
  });
}

holder_reply archivist_state::find_holder(const holder_request& wanted) {
  return attempted("the holder of a claim could not be looked up", [&]() -> holder_reply {
    const auto held = reader().held_claims(wanted.schema, std::span{&wanted.claim, 1});
    if (held.empty()) return {true, std::nullopt};
    return {true, held.front().stream};
  });
}

wake_reply archivist_state::wake(const wake_request& wanted) {
  if (late(wanted.deadline)) return {nullptr, "its turn came too late"};
  try {
    return {std::make_shared<journal_cursor>(muniment::wake(hub(), reader(), wanted.schema)), {}};
  } catch (const std::exception& error) {
    return {nullptr, error.what()};
  }
}

stream_reply archivist_state::read_stream(const stream_request& wanted) {
  if (late(wanted.deadline)) return {};
  return attempted("a stream could not be read", [&] { return whole_stream(wanted); });
}

stream_reply archivist_state::whole_stream(const stream_request& wanted) {
  const auto* category = catalogue::find_category(wanted.category);
  if (!category) throw std::logic_error{"not in the catalogue: " + wanted.category};
  stream_reply reply{true, {}};
  std::size_t octets = 0;
  for (auto after = static_cast<std::uint32_t>(wanted.after_version);;) {
    auto page = reader().read_stream(wanted.schema, storage::table_of(*category), category->number,
                                     wanted.stream, after, storage::journal_reader::rows_limit);
    for (auto& row : page) {
      octets += row.body.size();
      if (octets > most_stream_octets) throw std::length_error{"a stream is too long to be read"};
      reply.bodies.push_back(std::move(row.body));
    }
    if (page.size() < storage::journal_reader::rows_limit) return reply;
    after = page.back().version;
  }
}

keys_reply archivist_state::read_keys(const keys_request& wanted) {
  return attempted("key rows could not be read", [&]() -> keys_reply {
    return {true, storage::key_rows_of(*access_.connections, wanted.schema)(wanted.query)};
  });
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

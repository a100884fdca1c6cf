// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/projector.hpp"

#include "projections/runtime/projector_ask.hpp"
#include "storage/journal_reader.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment {

namespace {

/// A page of the journal and the head it was read under.
struct journal_page {
  std::uint64_t head = 0;
  std::vector<recorded_body> bodies;
};

void read_page(storage::pool& connections, const storage::schema_name& schema, std::uint64_t after,
               std::size_t limit, journal_page& into) {
  storage::journal_reader reader{connections};
  into.head = reader.read_head(schema).position;
  into.bodies.clear();
  for (auto& row : reader.read_page(schema, after, limit))
    into.bodies.push_back({row.position, std::move(row.body)});
}

}

void projector_state::start(projector_pointer self, projector_options options) {
  self_ = self;
  recent_.emplace(options.limits.recent_events, options.limits.recent_octets);
  options_ = std::move(options);
  tracks_.reserve(options_->foldings.size());
  for (const auto& each : options_->foldings)
    tracks_.push_back({.fold = each});
  for (auto& each : tracks_)
    open(each);
}

projector_state::track* projector_state::find(const std::string& projection) {
  const auto found =
      std::ranges::find(tracks_, projection, [](const track& each) { return each.fold->name(); });
  return found == tracks_.end() ? nullptr : &*found;
}

// --- Waking.

void projector_state::open(track& each) {
  each.phase = projection_phase::opening;
  show(each); // Before rows in memory are forgotten that somebody may rely on.
  if (std::exchange(each.opening, true)) return;
  auto opening = each.fold->open();
  auto head = std::make_shared<std::uint64_t>();
  auto work = std::make_shared<clerk_work>(
      clerk_work{[opening, head, schema = options_->schema](storage::pool& connections) {
        opening.work->run(connections);
        *head = storage::journal_reader{connections}.read_head(schema).position;
      }});
  ask(
      work, [this, &each, opening, head] { opened(each, *opening.result, *head); },
      [this, &each](const std::string& why) {
        each.opening = false;
        each.unsound = true;
        park(each, {each.folded + 1, "its checkpoint cannot be opened: " + why});
      },
      [&each] { each.opening = false; });
}

void projector_state::opened(track& each, std::optional<storage::checkpoint> at,
                             std::uint64_t head) {
  each.opening = false;
  ++each.openings;
  each.unsound = false;
  each.persisted = at.value();
  each.folded = at->position;
  each.fold->start_from(*at);
  head_ = std::max(head_, head);
  if (each.reload_wanted) return quiet(each);
  if (at->position > head) return park(each, {head + 1, "its rows reach beyond the journal"});
  each.phase = projection_phase::folding;
  tell_waiting(each);
  quiet(each); // Who waits to hold it is told that it was opened anew instead.
  pump();
}

// --- Folding.

void projector_state::offer(bodies_ptr bodies) {
  if (!bodies || bodies->empty()) return;
  head_ = std::max(head_, bodies->back().position);
  recent_->add(std::make_shared<const page>(std::move(bodies)));
  if (!full_) go_on(); // Whoever can append reaches the database, and so shall we.
  pump();
}

void projector_state::pump() {
  if (!pausing_)
    for (auto& each : tracks_)
      fold_recent(each);
  measure_pressure();
  for (const auto& each : tracks_)
    show(each);
  if (!pausing_) read_journal();
}

/// What was parked is shown so until it reflects all that is known of the journal again: while it
/// is mended, held or opened anew nobody is let in by what it said when it stopped.
void projector_state::show(const track& each) const {
  if (!options_->standings) return;
  auto& shown = options_->standings->at(static_cast<std::size_t>(&each - tracks_.data()));
  shown.folded = each.phase == projection_phase::opening ? 0 : each.folded;
  shown.behind = head_ - std::min(head_, each.folded);
  if (each.phase == projection_phase::parked) shown.parked = true;
  if (each.phase == projection_phase::folding && each.folded >= head_) shown.parked = false;
}

void projector_state::fold_recent(track& each) {
  while (each.may_fold(head_)) {
    const auto from = recent_->find(each.folded + 1);
    if (!from || !fold_page(each, *from)) return;
  }
}

/// Folds what it can of a page; false when it has to wait for something.
bool projector_state::fold_page(track& each, const page& from) {
  if (each.fold->full()) return false;
  const auto events = each.fold->prepare(from, each.folded, options_->limits.page_events);
  auto load = events->load();
  if (!load) {
    const auto before = each.folded;
    folded(each, *events);
    return each.folded > before;
  }
  each.loading = true;
  ask(
      load,
      [this, &each, events, since = each.openings] {
        each.loading = false;
        if (each.phase == projection_phase::folding && each.openings == since)
          folded(each, *events);
        quiet(each);
        pump();
      },
      [this, &each](const std::string& why) {
        each.loading = false;
        park(each, {each.folded + 1, "its rows cannot be read: " + why});
      },
      [this, &each] {
        each.loading = false;
        quiet(each);
      });
  return false;
}

void projector_state::folded(track& each, const prepared_events& events) {
  auto end = each.fold->fold(events);
  each.folded = end.position;
  tell_waiting(each);
  if (end.stopped_by) park(each, std::move(*end.stopped_by));
  if (each.fold->full() || each.in_table.waits_for(each.folded))
    persist(each);
  else if (worth_writing(each))
    linger();
}

/// Shown first: who is told looks there.
void projector_state::tell_waiting(track& each) {
  show(each);
  each.in_memory.reached(each.folded);
  each.in_table.reached(each.in_table_to());
}

void projector_state::park(track& each, fault why) {
  spdlog::error("projection {} of {} stopped at position {}: {}", each.fold->name(),
                options_->schema.text(), why.position, why.reason);
  each.phase = projection_phase::parked;
  each.parked = std::move(why);
  show(each);
  each.in_memory.parked(each.folded);
  each.in_table.parked(each.persisted.position);
  quiet(each);
}

/// Reads the page that the furthest behind needs of those that somebody waits for, else of all; one
/// at a time.
void projector_state::read_journal() {
  if (reading_) return;
  const track* last = nullptr;
  for (const auto& each : tracks_)
    if (each.may_fold(head_) && !each.fold->full() && (!last || each.precedes(*last))) last = &each;
  if (!last) return;
  reading_ = true;
  auto found = std::make_shared<journal_page>();
  const auto after = last->folded;
  auto work = std::make_shared<clerk_work>(clerk_work{
      [found, after, schema = options_->schema, limit = options_->limits.page_events](
          storage::pool& connections) { read_page(connections, schema, after, limit, *found); }});
  ask(
      work,
      [this, found, after] {
        reading_ = false;
        journal_read(after, found->head,
                     std::make_shared<const std::vector<recorded_body>>(std::move(found->bodies)));
      },
      [this](const std::string& why) {
        reading_ = false;
        for (auto& each : tracks_)
          if (each.may_fold(head_))
            park(each, {each.folded + 1, "the journal cannot be read: " + why});
      },
      [this] { reading_ = false; });
}

void projector_state::journal_read(std::uint64_t after, std::uint64_t head,
                                   const bodies_ptr& bodies) {
  const bool missing = bodies->empty() || bodies->front().position != after + 1;
  if (missing) {
    const auto why = head > after ? "the journal has no event there"
                                  : "the journal is shorter than what was announced";
    for (auto& each : tracks_)
      if (each.may_fold(head_) && each.folded == after) park(each, {after + 1, why});
    return pump();
  }
  const page from{bodies};
  for (auto& each : tracks_)
    while (each.may_fold(head_) && from.holds(each.folded + 1) && fold_page(each, from)) {
    }
  pump();
}

projector_actor::behavior_type projector(projector_pointer self,
                                         std::shared_ptr<const projector_options> options) {
  self->state.start(self, *options);
  auto& state = self->state;
  return {[&state](const bodies_ptr& bodies) { state.offer(bodies); },
          [self](const wait_request& wanted) {
            auto promise = self->make_response_promise<wait_reply>();
            self->state.wait(wanted, promise);
            return promise;
          },
          [&state](status_atom) { return state.status(); },
          [&state](repair_atom, const std::string& projection) { return state.repair(projection); },
          [self](hold_atom, const std::string& projection) {
            auto promise = self->make_response_promise<hold_reply>();
            self->state.hold(projection, promise);
            return promise;
          },
          [&state](reload_atom, const std::string& projection) { return state.reload(projection); },
          [&state](persist_atom) { state.persist_changed(); },
          [&state](retry_atom) { state.retry(); },
          [&state](expire_atom, std::uint64_t projection, std::uint64_t position,
                   std::uint64_t number) { state.expire(projection, position, number); },
          [&state](release_atom, std::uint64_t projection, std::uint64_t hold) {
            state.release(projection, hold);
          }};
}

}

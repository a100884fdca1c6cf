// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/verify_journal.hpp"

#include "events/catalogue.hpp"
#include "events/user.hpp"
#include "projections/runtime/claims_check.hpp"
#include "projections/runtime/replay_meter.hpp"
#include "projections/runtime/tree_check.hpp"
#include "storage/category_table.hpp"
#include "storage/journal_reader.hpp"
#include "storage/journal_snapshot.hpp"

#include <concepts>
#include <utility>

namespace muniment {

namespace {

constexpr std::uint64_t page_events = 4'096;

/// The first column that is not what the body says; empty when all are. `category` is the body's;
/// null when no catalogue knows it.
std::string_view differing_column(const storage::event_row& row, const envelope& body,
                                  const catalogue::category_entry* category) {
  const auto* type = catalogue::find_type(body.type);
  if (body.position != row.position) return "position";
  if (body.recorded_at != row.recorded_at) return "recorded_at";
  if (body.version != row.version) return "version";
  if (!category || category->number != row.category) return "category";
  if (!type || type->number != row.type) return "type";
  if (body.stream != row.stream) return "stream";
  if (body.actor.id.value_or(uuid{}) != row.actor) return "actor";
  if (body.command != row.command) return "command";
  return {};
}

std::string name_of(storage::journal_table table) {
  return table == storage::journal_table::facts ? "events" : "traffic";
}

/// What is said of one position or of many, with the verb for either.
template <std::integral Number>
std::string told_of(Number first, Number last, const char* verb, const char* verb_of_many) {
  const auto begin = std::to_string(first);
  if (first == last) return "position " + begin + ' ' + verb;
  return "positions " + begin + " to " + std::to_string(last) + ' ' + verb_of_many;
}

/// Tells of events where none may stand, each run of them as one difference: there may be millions.
class stray_events {
public:
  stray_events(journal_report& into, std::string where) : into_{into}, where_{std::move(where)} {}

  /// The next one, in order; two may stand at one position.
  void add(std::int64_t position) {
    const bool follows = known_ && (position == last_ || position - 1 == last_);
    if (!follows) {
      tell();
      first_ = position;
    }
    last_ = position;
    known_ = true;
  }

  /// After the last one.
  void tell() {
    if (known_) into_.differs(told_of(first_, last_, "stands", "stand") + ' ' + where_);
  }

private:
  journal_report& into_;
  std::string where_;
  bool known_ = false;
  std::int64_t first_ = 0, last_ = 0;
};

class journal_verification {
public:
  journal_verification(storage::pool& connections, const storage::schema_name& schema,
                       const key_lender& keys, const replay_options& options)
      : pool_{connections}, schema_{schema}, keys_{keys}, options_{options} {}

  journal_report run() {
    std::optional<storage::journal_snapshot> stored{std::in_place, pool_, schema_};
    const auto end = stored->end();
    journal_ = end.journal;
    replay_meter meter{options_, end.position};
    read_events(*stored, end, meter);
    tree_.finish(*stored, end, report_);
    compare_ends(*stored, end);
    stored->read_claims([&](storage::claim_row row) {
      claims_.keep(std::move(row));
      check_claims();
    });
    // The rest asks other parts, and takes its time: the database is let go.
    stored.reset();
    compare_claims(meter);
    return std::move(report_);
  }

private:
  void read_events(storage::journal_snapshot& stored, const storage::journal_end& end,
                   replay_meter& meter) {
    for (std::uint64_t after = 0; after < end.position;) {
      check_stop();
      const auto upto = std::min(after + page_events, end.position);
      stored.read_events(after, upto, [&](auto table, const auto& row) { take(table, row); });
      tree_.settle(stored, report_);
      const bool none = report_.position <= after;
      after = none ? before_next(stored, upto, end.position) : upto;
      meter.reach("read", after);
    }
    if (report_.position < end.position) miss(end.position);
  }

  /// How far behind `upto` nothing stands: an edited head may say so much that page after empty
  /// page would never end.
  static std::uint64_t before_next(storage::journal_snapshot& stored, std::uint64_t upto,
                                   std::uint64_t last) {
    const auto next = stored.next_position(upto);
    return next ? std::min(*next - 1, last) : last;
  }

  void take(storage::journal_table table, const storage::event_row& row) {
    if (row.position > report_.position + 1) miss(row.position - 1);
    const auto body = decode_body(row.body);
    if (body)
      compare(table, row, body->at());
    else
      differs_at(row, "the body cannot be read");
    if (row.position <= report_.position) return meet_again(row);
    report_.position = row.position;
    tree_.add(row.body);
    if (body && !claims_.declare(*body)) differs_at(row, "the event cannot be read");
    check_claims();
  }

  void compare(storage::journal_table table, const storage::event_row& row, const envelope& body) {
    const auto* category = catalogue::find_category(body.category);
    const auto column = differing_column(row, body, category);
    if (!column.empty())
      differs_at(row, "column " + std::string{column} + " is not what the body says");
    // A host reads a stream out of its category's table alone.
    if (category && storage::table_of(*category) != table)
      report_.differs("position " + std::to_string(row.position) + " stands in " + name_of(table) +
                      " and belongs in " + name_of(storage::table_of(*category)));
    // Told once: with another head it would be so of every event.
    if (body.journal != journal_ && !std::exchange(foreign_, true))
      differs_at(row, "the body is of another journal than the head says");
  }

  void meet_again(const storage::event_row& row) {
    report_.differs("position " + std::to_string(row.position) + " stands twice");
    tree_.give_up();
  }

  /// Everything behind the last position up to `last`.
  void miss(std::uint64_t last) {
    report_.differs(told_of(report_.position + 1, last, "is missing", "are missing"));
    report_.position = last;
    tree_.give_up();
  }

  /// Streams are read whatever the positions: what stands where none can be is replayed as well.
  void find_strays(storage::journal_snapshot& stored, const storage::journal_end& end) {
    stray_events below{report_, "before the first"};
    stored.read_positions_below_first([&](std::int64_t position) { below.add(position); });
    below.tell();
    stray_events behind{report_, "behind the head"};
    stored.read_positions_behind(end.position,
                                 [&](std::int64_t position) { behind.add(position); });
    behind.tell();
  }

  void compare_ends(storage::journal_snapshot& stored, const storage::journal_end& end) {
    find_strays(stored, end);
    if (const auto outcomes = stored.outcomes_behind(end.position); outcomes > 0)
      report_.differs(std::to_string(outcomes) +
                      " remembered outcomes of commands stand behind the head");
  }

  void compare_claims(replay_meter& meter) {
    const claim_holders known{keys_, [this](const uuid& subject) { return was_erased(subject); }};
    claims_.compare(known, report_, [&] {
      check_stop();
      meter.add("claims", 0);
    });
  }

  bool was_erased(const uuid& subject) {
    const auto category = catalogue::find_category(user::category)->number;
    const auto erased = catalogue::find_type(user::erased::type)->number;
    const auto facts = storage::journal_table::facts;
    const auto events = storage::journal_reader{pool_}.read_stream(
        schema_, facts, category, subject, 0, storage::journal_reader::rows_limit);
    return std::ranges::any_of(events, [&](const auto& each) { return each.type == erased; });
  }

  void differs_at(const storage::event_row& row, const std::string& how) {
    report_.differs("position " + std::to_string(row.position) + ": " + how);
  }

  void check_claims() { check_rows("the claims", claims_.rows(), report_.position, options_); }

  void check_stop() const {
    if (options_.stop.stop_requested())
      throw replay_error{replay_error::reason::cancelled, report_.position, "cancelled"};
  }

  storage::pool& pool_;
  const storage::schema_name& schema_;
  const key_lender& keys_;
  const replay_options& options_;
  journal_report report_;
  uuid journal_;         ///< as the head says
  bool foreign_ = false; ///< an event of another one was told of
  tree_check tree_;
  claims_check claims_;
};

}

journal_report verify_journal(storage::pool& connections, const storage::schema_name& schema,
                              const key_lender& keys, const replay_options& options) {
  return journal_verification{connections, schema, keys, options}.run();
}

}

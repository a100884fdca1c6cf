// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/verify_journal.hpp"

#include "events/catalogue.hpp"
#include "events/user.hpp"
#include "projections/runtime/claims_check.hpp"
#include "projections/runtime/replay_meter.hpp"
#include "projections/runtime/tree_check.hpp"
#include "storage/journal_reader.hpp"
#include "storage/journal_snapshot.hpp"

namespace muniment {

namespace {

constexpr std::uint64_t page_events = 4'096;

/// The first column that is not what the body says; empty when all are.
std::string_view differing_column(const storage::event_row& row, const envelope& body) {
  const auto* category = catalogue::find_category(body.category);
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

std::string positions(std::uint64_t first, std::uint64_t last) {
  if (first == last) return "position " + std::to_string(first) + " is";
  return "positions " + std::to_string(first) + " to " + std::to_string(last) + " are";
}

class journal_verification {
public:
  journal_verification(storage::pool& connections, const storage::schema_name& schema,
                       const key_lender& keys, const replay_options& options)
      : pool_{connections}, schema_{schema}, keys_{keys}, options_{options} {}

  journal_report run() {
    std::optional<storage::journal_snapshot> stored{std::in_place, pool_, schema_};
    const auto end = stored->end();
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
    for (std::uint64_t after = 0; after < end.position; after += page_events) {
      check_stop();
      const auto upto = std::min(after + page_events, end.position);
      stored.read_events(after, upto, [&](const storage::event_row& row) { take(row); });
      tree_.settle(stored, report_);
      meter.add("read", upto - after);
    }
    if (report_.position < end.position) miss(end.position);
  }

  void take(const storage::event_row& row) {
    if (row.position > report_.position + 1) miss(row.position - 1);
    if (row.position <= report_.position) {
      report_.differs("position " + std::to_string(row.position) + " stands twice");
      return tree_.give_up();
    }
    report_.position = row.position;
    tree_.add(row.body);
    const auto body = decode_body(row.body);
    if (!body) return differs_at(row, "the body cannot be read");
    const auto column = differing_column(row, body->at());
    if (!column.empty())
      differs_at(row, "column " + std::string{column} + " is not what the body says");
    if (!claims_.declare(*body)) differs_at(row, "the event cannot be read");
    check_claims();
  }

  /// Everything behind the last position up to `last`.
  void miss(std::uint64_t last) {
    report_.differs(positions(report_.position + 1, last) + " missing");
    report_.position = last;
    tree_.give_up();
  }

  void compare_ends(storage::journal_snapshot& stored, const storage::journal_end& end) {
    if (const auto events = stored.events_behind(end.position); events > 0)
      report_.differs(std::to_string(events) + " events stand behind the head");
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
  tree_check tree_;
  claims_check claims_;
};

}

journal_report verify_journal(storage::pool& connections, const storage::schema_name& schema,
                              const key_lender& keys, const replay_options& options) {
  return journal_verification{connections, schema, keys, options}.run();
}

}

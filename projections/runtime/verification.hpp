// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/hot_view.hpp"
#include "projections/runtime/rebuilding.hpp"
#include "projections/runtime/verify.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace muniment {

/// Walks two ordered sets of rows, the expected one part by part, and keeps their first difference.
template <projection P>
class row_comparison {
public:
  using key = key_of<typename P::row>;
  using row = typename P::row;

  /// What is found next is compared with these, which live until `end_part`.
  void begin_part(const rows_of<P>& expected) {
    next_ = expected.begin();
    end_ = expected.end();
  }

  /// The next found row, in key order.
  void found(const row& actual) {
    sum_.add(pack(actual));
    const auto& at = storage::key_in(actual);
    for (; next_ != end_ && next_->first < at; ++next_)
      differs(next_->first, "is missing");
    if (next_ == end_ || at < next_->first) return differs(at, "is in no fold of the journal");
    if (!(next_->second == actual)) differs(at, "is not what the journal says");
    ++next_;
  }

  void end_part() {
    for (; next_ != end_; ++next_)
      differs(next_->first, "is missing");
  }

  void finish(verify_report& report) {
    report.found = sum_.finish();
    report.key = key_;
    report.difference = difference_;
  }

private:
  void differs(const key& at, const char* how) {
    if (!difference_.empty()) return;
    key_ = *storage::text_of(at);
    difference_ = std::string{"row "} + key_ + ' ' + how;
  }

  typename rows_of<P>::const_iterator next_;
  typename rows_of<P>::const_iterator end_;
  row_checksum sum_{P::name};
  std::string key_;
  std::string difference_;
};

/// One verification (projections/runtime/verify.hpp).
template <projection P>
class verification {
  using key = key_of<typename P::row>;
  using row = typename P::row;

  static constexpr int most_rounds_anew = 100;

  /// What follows a part of the table: another one, none, or the first, since the table began anew.
  enum class part { more, last, anew };

public:
  verification(storage::pool& connections, const storage::schema_name& schema,
               const replay_options& options, const hot_view<P>* live)
      : pool_{connections}, tables_{connections}, schema_{schema}, options_{options}, live_{live},
        meter_{options, persisted()} {}

  verify_report run() {
    // The long part is done before the table's moment is fixed: the transaction stays short.
    if constexpr (!is_written_once<P>)
      detail::follow_closely(
          fold_, [&] { return persisted(); }, [&](std::uint64_t position) { follow_to(position); });
    auto report = compare_table();
    const auto of_table = report.position;
    if (live_) compare_overlay(report);
    report.checksum = report.position == of_table ? report.folded : fold_.checksum();
    return report;
  }

private:
  std::uint64_t persisted() {
    return tables_.find_checkpoint(schema_, storage::shape_of<P>())
        .value_or(storage::checkpoint{})
        .position;
  }

  void follow_to(std::uint64_t position) {
    // A table that began anew stands before where it stood.
    if (position < fold_.position()) fold_ = {};
    if (position == fold_.position()) return;
    replay(
        pool_, schema_, fold_.position(), position, options_.wave_events, options_.stop,
        [&](const wave& events) {
          fold_.add(events);
          check_rows(P::name, fold_.rows().size(), events.last, options_);
          meter_.add("fold", events.events);
        },
        is_heard<P>);
  }

  verify_report compare_table() {
    int rounds_anew = 0;
    for (auto ended = part::more; ended != part::last;) {
      ended = compare_part();
      if (ended == part::anew && ++rounds_anew == most_rounds_anew)
        throw replay_error{replay_error::reason::outrun, 0, "the table begins anew all the time"};
    }
    verify_report report{.projection = std::string{P::name},
                         .position = fold_.position(),
                         .rows = fold_.count(),
                         .folded = fold_.checksum()};
    rows_.finish(report);
    return report;
  }

  /// Compares the table as of one moment with the fold; of one that is written once a part of it,
  /// since none of its rows is another one at another moment.
  part compare_part() {
    bool last = false;
    const bool begun = tables_.scan(
        schema_, storage::shape_of<P>(), key_before_part(),
        [&](const storage::checkpoint& at) {
          if (at.position < fold_.part_begin()) return false;
          const auto end =
              detail::end_of_part<P>(fold_.part_begin(), at.position, options_.wave_events);
          last = end == at.position;
          follow_to(end);
          rows_.begin_part(fold_.rows());
          return true;
        },
        [&](const storage::row_text& fields) { return take(fields, last); });
    if (!begun) {
      fold_ = {};
      rows_ = {};
      return part::anew;
    }
    end_part(last);
    return last ? part::last : part::more;
  }

  /// Of the last part nothing may be left over; the rows after another one are of the next.
  bool take(const storage::row_text& fields, bool last) {
    const auto found = storage::row_from_text<row>(fields);
    if constexpr (is_written_once<P>)
      if (!last && storage::key_in(found) > fold_.position()) return false;
    rows_.found(found);
    return true;
  }

  void end_part(bool last) {
    rows_.end_part();
    if constexpr (is_written_once<P>)
      if (!last) fold_.next_part();
  }

  [[nodiscard]] storage::field_text key_before_part() const {
    if constexpr (is_written_once<P>)
      return storage::text_of(fold_.part_begin());
    else
      return {};
  }

  /// Every row that changed since the table's moment is in the overlay, or was written meanwhile.
  void compare_overlay(verify_report& report) {
    const auto [position, changes] = live_->snapshot();
    if (position < fold_.position()) return; // It was forgotten meanwhile; the table has been read.
    fold_.follow();
    follow_to(position);
    std::set<key> in_memory;
    for (const auto& [at, row] : changes) {
      if (is_of_earlier_part(at)) continue; // Written since it was compared, and not yet settled.
      in_memory.insert(at);
      compare(at, row.get(), report);
    }
    auto elsewhere = fold_.take_changed();
    std::erase_if(elsewhere, [&](const key& at) { return in_memory.contains(at); });
    for (std::size_t from = 0; from < elsewhere.size(); from += storage::upsert_rows)
      compare_written(std::span{elsewhere}.subspan(
                          from, std::min(storage::upsert_rows, elsewhere.size() - from)),
                      report);
    report.position = fold_.position();
    report.rows = fold_.count();
  }

  [[nodiscard]] bool is_of_earlier_part(const key& at) const {
    if constexpr (is_written_once<P>)
      return at <= fold_.part_begin();
    else
      return false;
  }

  void compare_written(std::span<const key> keys, verify_report& report) {
    std::vector<storage::field_text> wanted;
    for (const auto& at : keys)
      wanted.push_back(storage::text_of(at));
    const auto written = tables_.read_all_at(schema_, storage::shape_of<P>(), wanted);
    if (written.at.position > fold_.position()) follow_to(written.at.position);
    std::map<key, row> found;
    for (const auto& fields : written.rows) {
      auto each = storage::row_from_text<row>(fields);
      found.insert_or_assign(storage::key_in(each), std::move(each));
    }
    for (const auto& at : keys) {
      const auto there = found.find(at);
      compare(at, there == found.end() ? nullptr : &there->second, report);
    }
  }

  void compare(const key& at, const row* actual, verify_report& report) {
    const auto expected = fold_.rows().find(at);
    if (!report.difference.empty()) return;
    if (actual && expected != fold_.rows().end() && expected->second == *actual) return;
    report.key = *storage::text_of(at);
    report.difference =
        "row " + report.key + (actual ? " is not what the journal says" : " is missing");
  }

  storage::pool& pool_;
  storage::read_models tables_;
  const storage::schema_name schema_;
  const replay_options& options_;
  const hot_view<P>* live_;
  replay_meter meter_;
  sequential_fold<P> fold_;
  row_comparison<P> rows_;
};

template <projection P>
verify_report verify(storage::pool& connections, const storage::schema_name& schema,
                     const replay_options& options, const hot_view<P>* live) {
  return verification<P>{connections, schema, options, live}.run();
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/parallel_fold.hpp"
#include "projections/runtime/rebuild.hpp"
#include "projections/runtime/replay_meter.hpp"
#include "storage/journal_reader.hpp"
#include "storage/row_columns.hpp"
#include "storage/shadow_table.hpp"

namespace muniment {

/// One rebuild (projections/runtime/rebuild.hpp).
template <projection P>
class rebuild_of {
public:
  rebuild_of(storage::pool& connections, const storage::schema_name& schema,
             const replay_options& options)
      : pool_{connections}, schema_{schema}, options_{options}, upto_{head()},
        meter_{options, 2 * upto_}, shadow_{connections, schema, storage::shape_of<P>()} {}

  rebuild_report run(const live_side& live) {
    try {
      fill();
      shadow_.index();
      check_fold();
      follow_closely();
      check_written();
      take_place(live);
    } catch (...) {
      give_up(live);
      throw;
    }
    return {std::string{P::name}, rows_.position(), rows_.rows().size(), sum_, meter_.elapsed()};
  }

private:
  static constexpr std::size_t close_enough = 500;
  static constexpr int most_rounds = 100;

  std::uint64_t head() { return storage::journal_reader{pool_}.read_head(schema_).position; }

  template <class Fold>
  void replay_into(Fold& fold, std::string_view stage, std::uint64_t after, std::uint64_t upto) {
    if (after >= upto) return;
    replay(pool_, schema_, after, upto, options_.wave_events, options_.stop,
           [&](std::span<const recorded_body> wave) {
             fold.add(wave);
             meter_.add(stage, wave.size());
           });
  }

  void fill() {
    parallel_fold<P> fold{options_.threads};
    struct {
      parallel_fold<P>& fold;
      const replay_options& options;
      void add(std::span<const recorded_body> wave) {
        fold.add(wave);
        check_rows(P::name, fold.size(), wave.back().position, options);
      }
    } bounded{fold, options_};
    replay_into(bounded, "fold", 0, upto_);
    const auto sorted = fold.sorted();
    row_checksum sum{P::name};
    auto next = sorted.begin();
    shadow_.fill([&](storage::row_text& row) {
      if (next == sorted.end()) return false;
      sum.add(pack(**next));
      row = storage::text_of_row(**next++);
      return true;
    });
    sum_ = sum.finish();
  }

  void check_fold() {
    replay_into(rows_, "check", 0, upto_);
    check_equal(sum_, checksum_of<P>(rows_.rows()), upto_,
                "the parallel fold and the fold in order differ");
    rows_.follow();
  }

  void follow_to(std::uint64_t position) {
    replay_into(rows_, "follow", rows_.position(), position);
    check_rows(P::name, rows_.rows().size(), position, options_);
    std::vector<storage::row_text> texts;
    for (const auto& at : rows_.take_changed())
      texts.push_back(storage::text_of_row(rows_.rows().at(at)));
    if (!texts.empty()) shadow_.upsert(texts);
  }

  /// A journal that is written faster than it is followed is waited for no longer in the end: then
  /// the live projector is held for longer.
  void follow_closely() {
    for (int round = 0; round < most_rounds; ++round) {
      const auto now = head();
      if (now - rows_.position() <= close_enough) return;
      follow_to(now);
    }
  }

  void check_written() {
    row_checksum written{P::name};
    shadow_.scan([&](const storage::row_text& fields) {
      written.add(pack(storage::row_from_text<typename P::row>(fields)));
    });
    sum_ = checksum_of<P>(rows_.rows());
    check_equal(sum_, written.finish(), rows_.position(), "the rows read back differ");
  }

  void take_place(const live_side& live) {
    for (int round = 0; round < most_rounds; ++round) {
      const auto folded = live.hold ? live.hold() : std::nullopt;
      held_ = true;
      follow_to(std::max(head(), folded.value_or(0)));
      const auto taken = shadow_.take_place(rows_.position());
      if (live.reload) live.reload();
      if (!taken) continue;
      sum_ = checksum_of<P>(rows_.rows());
      return;
    }
    throw replay_error{replay_error::reason::outrun, rows_.position(),
                       "the live rows could not be caught up with"};
  }

  void give_up(const live_side& live) {
    if (held_ && live.reload) live.reload();
    try {
      shadow_.drop();
    } catch (const storage::failure&) {
      // The next rebuild, or the next waking, drops it.
    }
  }

  storage::pool& pool_;
  const storage::schema_name schema_;
  const replay_options& options_;
  const std::uint64_t upto_;
  replay_meter meter_;
  storage::shadow_table shadow_;
  sequential_fold<P> rows_;
  crypto::hash sum_{};
  bool held_ = false;
};

template <projection P>
rebuild_report rebuild(storage::pool& connections, const storage::schema_name& schema,
                       const replay_options& options, const live_side& live) {
  return rebuild_of<P>{connections, schema, options}.run(live);
}

}

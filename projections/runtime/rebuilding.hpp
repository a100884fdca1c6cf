// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/parallel_fold.hpp"
#include "projections/runtime/rebuild.hpp"
#include "projections/runtime/replay_meter.hpp"
#include "projections/runtime/swap_wait.hpp"
#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"
#include "storage/row_columns.hpp"
#include "storage/shadow_table.hpp"

#include <algorithm>
#include <future>

namespace muniment {

/// One rebuild (projections/runtime/rebuild.hpp).
template <projection P>
class rebuild_of {
public:
  rebuild_of(storage::pool& connections, const storage::schema_name& schema,
             const replay_options& options)
      : pool_{connections}, schema_{schema}, options_{options}, upto_{head()},
        meter_{options, passes * upto_}, shadow_{connections, schema, storage::shape_of<P>()} {}

  rebuild_report run(const live_side& live) {
    try {
      fold_twice();
      fill();
      index();
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
  static constexpr int most_rounds = 100;
  /// What progress counts every event in: it is folded, its rows are written and read back.
  static constexpr std::uint64_t passes = 3;

  std::uint64_t head() { return storage::journal_reader{pool_}.read_head(schema_).position; }

  void replay_into(const wave_sink& fold, std::string_view stage, std::uint64_t after,
                   std::uint64_t upto) {
    if (after >= upto) return;
    replay(
        pool_, schema_, after, upto, options_.wave_events, options_.stop,
        [&](const wave& events) {
          fold(events);
          meter_.add(stage, events.events);
        },
        is_heard<P>);
  }

  /// Both folds hear the same waves, so the journal is read once; for as long as that takes the
  /// rows of both are in memory.
  void fold_twice() {
    parallel_fold<P> beside{options_.threads};
    const auto fold = [&](const wave& events) {
      auto in_order = std::async(std::launch::async, [&] { rows_.add(events); });
      beside.add(events);
      in_order.get();
      check_rows(P::name, beside.size() + rows_.rows().size(), events.last, options_);
    };
    replay_into(fold, "fold", 0, upto_);
    const auto same = [](const auto* one, const auto& other) { return *one == other.second; };
    check_equal(std::ranges::equal(beside.sorted(), rows_.rows(), same), upto_,
                "the parallel fold and the fold in order differ");
    rows_.follow();
  }

  /// Says how much of a pass over all rows is done.
  void tell(std::string_view stage, std::uint64_t passes_before, std::uint64_t rows) {
    if (rows % options_.wave_events != 0 && rows != rows_.rows().size()) return;
    if (options_.stop.stop_requested())
      throw replay_error{replay_error::reason::cancelled, upto_, "cancelled before it was done"};
    const auto all = std::max<std::uint64_t>(rows_.rows().size(), 1);
    meter_.reach(stage, upto_ * passes_before + upto_ * rows / all);
  }

  void fill() {
    auto next = rows_.rows().begin();
    std::uint64_t written = 0;
    shadow_.fill([&](storage::row_text& row) {
      if (next == rows_.rows().end()) return false;
      row = storage::text_of_row(next++->second);
      tell("write", 1, ++written);
      return true;
    });
  }

  /// Whether a change failed only because of what else is going on in the database.
  template <class Change>
  static bool hindered(Change change) {
    try {
      change();
      return false;
    } catch (const storage::failure& error) {
      if (!storage::is_passing(error.sqlstate())) throw;
      return true;
    }
  }

  /// Who dumps the database holds the shadow like every other table.
  void index() {
    swap_wait locked{P::name, options_};
    while (hindered([this] { shadow_.index(); }))
      locked.pause(rows_.position());
  }

  void check_written() {
    auto next = rows_.rows().begin();
    std::uint64_t read = 0;
    bool same = true;
    shadow_.scan([&](const storage::row_text& fields) {
      same = same && next != rows_.rows().end() &&
             storage::row_from_text<typename P::row>(fields) == next++->second;
      tell("check", 2, ++read);
    });
    check_equal(same && next == rows_.rows().end(), rows_.position(), "the rows read back differ");
    meter_.reach("check", passes * upto_);
  }

  void follow_to(std::uint64_t position) {
    const auto fold = [&](const wave& events) { rows_.add(events); };
    replay_into(fold, "follow", rows_.position(), position);
    check_rows(P::name, rows_.rows().size(), position, options_);
    std::vector<storage::row_text> texts;
    for (const auto& at : rows_.take_changed())
      texts.push_back(storage::text_of_row(rows_.rows().at(at)));
    if (!texts.empty()) shadow_.upsert(texts);
  }

  /// A journal that is written faster than it is followed is waited for no longer in the end: then
  /// the live projector is held for longer.
  void follow_closely() {
    detail::follow_closely(
        rows_, [&] { return head(); }, [&](std::uint64_t position) { follow_to(position); });
  }

  /// What became of a try to take the live table's place. `outrun`: the live rows reach further.
  /// `hindered`: somebody holds a lock; the next try may find it free.
  enum class swap { taken, outrun, hindered };

  /// Ends with the live projector folding on, from whichever table is live then.
  swap try_to_take_place(const live_side& live) {
    const auto folded = live.hold ? live.hold() : std::nullopt;
    held_ = true;
    follow_to(std::max(head(), folded.value_or(0)));
    bool taken = false;
    const bool locked = hindered([&] { taken = shadow_.take_place(rows_.position()).has_value(); });
    if (live.reload) live.reload();
    if (locked) return swap::hindered;
    return taken ? swap::taken : swap::outrun;
  }

  void take_place(const live_side& live) {
    swap_wait locked{P::name, options_};
    for (int outrun = 0; outrun < most_rounds;) {
      const auto ended = try_to_take_place(live);
      if (ended == swap::taken) {
        sum_ = checksum_of<P>(rows_.rows());
        return;
      }
      if (ended == swap::outrun) {
        ++outrun;
        continue;
      }
      locked.pause(rows_.position());
      follow_closely();
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

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
      fill();
      index();
      follow_closely();
      check_written();
      take_place(live);
    } catch (...) {
      give_up(live);
      throw;
    }
    return {std::string{P::name}, rows_.position(), rows_.count(), sum(), meter_.elapsed()};
  }

private:
  static constexpr int most_rounds = 100;
  /// What progress counts every event in: it is folded, its rows are written and read back.
  static constexpr std::uint64_t passes = 3;
  /// Of a read model in parts both go on by turns, and are one stage.
  static constexpr std::string_view stage_of_folding = is_written_once<P> ? "fill" : "fold";
  static constexpr std::string_view stage_of_writing = is_written_once<P> ? "fill" : "write";

  [[nodiscard]] std::uint64_t end_of_part(std::uint64_t upto) const {
    return detail::end_of_part<P>(rows_.position(), upto, options_.wave_events);
  }

  std::uint64_t head() { return storage::journal_reader{pool_}.read_head(schema_).position; }

  void replay_into(const wave_sink& fold, std::string_view stage, std::uint64_t after,
                   std::uint64_t upto) {
    replay(
        pool_, schema_, after, upto, options_.wave_events, options_.stop,
        [&](const wave& events) {
          fold(events);
          meter_.add(stage, events.events);
        },
        is_heard<P>);
  }

  /// A read model that is written once is folded and written in parts, so that a journal of any
  /// length needs no more memory than one of them; all others in one.
  void fill() {
    while (rows_.position() < upto_) {
      const auto upto = end_of_part(upto_);
      fold_twice(upto);
      write(upto);
      if constexpr (is_written_once<P>) rows_.next_part();
    }
    rows_.follow();
  }

  /// Both folds hear the same waves, so the journal is read once; for as long as that takes the
  /// rows of both are in memory.
  void fold_twice(std::uint64_t upto) {
    parallel_fold<P> beside{options_.threads};
    const auto fold = [&](const wave& events) {
      auto in_order = std::async(std::launch::async, [&] { rows_.add(events); });
      beside.add(events);
      in_order.get();
      check_rows(P::name, beside.size() + rows_.rows().size(), events.last, options_);
    };
    replay_into(fold, stage_of_folding, rows_.position(), upto);
    const auto same = [](const auto* one, const auto& other) { return *one == other.second; };
    check_equal(std::ranges::equal(beside.sorted(), rows_.rows(), same), upto,
                "the parallel fold and the fold in order differ");
  }

  /// The rows that were folded, of the events up to there.
  void write(std::uint64_t upto) {
    const auto before = (passes - 1) * rows_.part_begin();
    const auto events = upto - rows_.part_begin();
    auto next = rows_.rows().begin();
    std::uint64_t written = 0;
    shadow_.fill([&](storage::row_text& row) {
      if (next == rows_.rows().end()) return false;
      row = storage::text_of_row(next++->second);
      tell(stage_of_writing, before + events, events, ++written, rows_.rows().size());
      return true;
    });
    meter_.reach(stage_of_writing, before + 2 * events);
  }

  /// Says how much of a pass over rows is done, which counts as many events as it is given.
  void tell(std::string_view stage, std::uint64_t before, std::uint64_t events, std::uint64_t done,
            std::uint64_t rows) {
    if (done % options_.wave_events != 0) return;
    if (options_.stop.stop_requested())
      throw replay_error{replay_error::reason::cancelled, upto_, "cancelled before it was done"};
    meter_.reach(stage, before + events * std::min(done, rows) / rows);
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

  /// Who dumps the database holds the shadow like every other table. Meanwhile the rows stay as
  /// they are, and their checksum is made; it holds until one of them changes.
  void index() {
    auto summed = std::async(std::launch::async, [this] { return rows_.checksum(); });
    swap_wait locked{P::name, options_};
    while (hindered([this] { shadow_.index(); }))
      locked.pause(rows_.position());
    sum_ = summed.get();
  }

  /// By their checksum, in the order of their keys.
  void check_written() {
    row_checksum found{P::name};
    std::uint64_t read = 0;
    shadow_.scan([&](const storage::row_text& fields) {
      found.add(pack(storage::row_from_text<typename P::row>(fields)));
      tell("check", 2 * upto_, upto_, ++read, std::max<std::uint64_t>(rows_.count(), 1));
    });
    check_equal(found.finish() == sum(), rows_.position(), "the rows read back differ");
    meter_.reach("check", passes * upto_);
  }

  /// Of the rows as they are.
  const crypto::hash& sum() {
    if (!sum_) sum_ = rows_.checksum();
    return *sum_;
  }

  void follow_to(std::uint64_t position) {
    const auto fold = [&](const wave& events) { rows_.add(events); };
    while (rows_.position() < position) {
      const auto upto = end_of_part(position);
      replay_into(fold, "follow", rows_.position(), upto);
      check_rows(P::name, rows_.rows().size(), upto, options_);
      write_changed();
      if constexpr (is_written_once<P>) rows_.next_part();
    }
  }

  void write_changed() {
    std::vector<storage::row_text> texts;
    for (const auto& at : rows_.take_changed())
      texts.push_back(storage::text_of_row(rows_.rows().at(at)));
    if (texts.empty()) return;
    sum_.reset();
    shadow_.upsert(texts);
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
      if (ended == swap::taken) return;
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
  std::optional<crypto::hash> sum_; ///< of the rows as they are, where it is known
  bool held_ = false;
};

template <projection P>
rebuild_report rebuild(storage::pool& connections, const storage::schema_name& schema,
                       const replay_options& options, const live_side& live) {
  return rebuild_of<P>{connections, schema, options}.run(live);
}

}

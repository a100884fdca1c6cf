// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/parallel_fold.hpp"
#include "storage/journal_reader.hpp"
#include "storage/row_columns.hpp"
#include "storage/shadow_table.hpp"

#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

namespace muniment {

struct replay_progress {
  std::string_view stage; ///< `fold`, `check`, `follow`, `switch`
  std::uint64_t done = 0; ///< events
  std::uint64_t total = 0;
  double per_second = 0; ///< events, since the beginning
};

/// How a rebuild asks the live projector of the same projection to make way. Both null when there
/// is none.
struct live_side {
  /// Stops folding and writing; the position folded to, nothing when it did not answer.
  std::function<std::optional<std::uint64_t>()> hold;
  /// Folds on from the new table.
  std::function<void()> reload;
};

struct replay_options {
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t wave_events = 4'096;
  std::size_t most_rows = 5'000'000; ///< in memory at once
  std::function<void(const replay_progress&)> progress{};
  std::stop_token stop{};
};

struct rebuild_report {
  std::string projection;
  std::uint64_t position = 0; ///< the new table reflects it
  std::uint64_t rows = 0;
  crypto::hash checksum{}; ///< of both folds
  std::chrono::milliseconds took{0};
};

/// Counts events for whoever shows progress.
class replay_meter {
public:
  replay_meter(const replay_options& options, std::uint64_t total);

  void add(std::string_view stage, std::uint64_t events);
  [[nodiscard]] std::chrono::milliseconds elapsed() const;

private:
  const replay_options& options_;
  replay_progress at_;
  std::chrono::steady_clock::time_point began_;
};

/// Throws `replay_error::too_many_rows` beyond the limit.
void check_rows(std::string_view projection, std::size_t rows, std::uint64_t position,
                const replay_options& options);

/// Throws `replay_error::differs` unless equal.
void check_equal(const crypto::hash& one, const crypto::hash& other, std::uint64_t position,
                 const char* sentence);

/// Refills the table of `P` beside the live one: folds the journal on all threads, checks that with
/// a second fold on one thread and with the rows read back, follows the journal to its head, and
/// takes the live table's place in one transaction. Readers notice nothing. A killed one leaves a
/// shadow that the next one drops. One per projection and workspace at a time. Blocks for long: on
/// a thread of its own. Throws `replay_error` and `storage::failure`; the live table then stands.
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
                       const replay_options& options = {}, const live_side& live = {}) {
  return rebuild_of<P>{connections, schema, options}.run(live);
}

}

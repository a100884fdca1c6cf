// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/clerk.hpp"
#include "projections/runtime/hearing.hpp"
#include "projections/runtime/hot_view.hpp"
#include "storage/pool.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace muniment {

/// Some events made ready to be folded: which rows they need is known, and read once `load` ran.
class prepared_events {
public:
  virtual ~prepared_events() = default;

  /// What must be read first; null when all is in memory. Not run on a scheduler's thread.
  [[nodiscard]] virtual clerk_work_ptr load() = 0;
};

/// How far a fold came, and what stopped it there, if something did.
struct fold_end {
  std::uint64_t position = 0;
  std::optional<fault> stopped_by;
};

/// Database work on a checkpoint, and where it stands afterwards. Nothing: somebody else moved it.
struct checkpoint_work {
  clerk_work_ptr work;
  std::shared_ptr<std::optional<storage::checkpoint>> result;
};

/// One projection of one workspace, seen by its projector, which owns it.
class folding {
public:
  virtual ~folding() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;

  /// Makes at most `most` events of `from` after position `after` ready.
  virtual std::shared_ptr<prepared_events> prepare(const page& from, std::uint64_t after,
                                                   std::size_t most) = 0;

  /// Folds them, as many as the budget allows.
  virtual fold_end fold(const prepared_events& events) = 0;

  /// Opens the checkpoint.
  virtual checkpoint_work open() = 0;

  /// Writes all changed rows with the checkpoint at `position`, if it still is `expected`.
  virtual checkpoint_work persist(const storage::checkpoint& expected, std::uint64_t position) = 0;

  /// Rows up to there are persisted.
  virtual void settle(const storage::checkpoint& at) = 0;

  /// Only what is persisted there counts.
  virtual void start_from(const storage::checkpoint& at) = 0;

  /// Whether rows wait to be persisted.
  [[nodiscard]] virtual bool changed() const = 0;

  /// Whether its budget forbids to fold on.
  [[nodiscard]] virtual bool full() const = 0;
};

/// How a projection folds into its hot view; for every read model compiled once
/// (projections/runtime/instances), for others by projections/runtime/folding_of.hpp.
template <projection P>
std::shared_ptr<folding> make_folding(std::shared_ptr<hot_view<P>> view);

}

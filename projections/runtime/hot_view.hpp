// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/overlay.hpp"
#include "projections/runtime/row_cache.hpp"
#include "storage/read_models.hpp"
#include "storage/row_columns.hpp"

#include <mutex>
#include <optional>

namespace muniment {

/// One read model of one workspace: an overlay of rows changed beyond the persisted checkpoint,
/// over the node's cache, over the table. Any thread may read.
template <projection P>
class hot_view {
public:
  using key = key_of<typename P::row>;
  using row = typename P::row;
  /// Null when there is no such row.
  using row_ptr = std::shared_ptr<const row>;
  using changes = typename overlay<P>::changes;

  hot_view(storage::pool& connections, storage::schema_name schema,
           std::shared_ptr<row_cache> cache, std::shared_ptr<budget> limits)
      : tables_{connections}, schema_{std::move(schema)}, shape_{storage::shape_of<P>()},
        cache_{std::move(cache)}, owner_{cache_->new_owner()}, overlay_{std::move(limits)} {}

  /// The row as far as it is folded, if memory knows; nothing when only the table does.
  std::optional<row_ptr> peek(const key& at) const {
    const std::lock_guard lock{mutex_};
    return in_memory(at);
  }

  /// The row as far as it is folded. Blocks for the database when memory does not know; throws
  /// what `storage::read_models` throws.
  row_ptr read(const key& at) {
    std::uint64_t seen = 0;
    {
      const std::lock_guard lock{mutex_};
      if (auto known = in_memory(at)) return *known;
      seen = settled_;
    }
    auto found = from_table(at);
    const std::lock_guard lock{mutex_};
    // A row read before a newer one was settled must not hide that one from later readers; nor must
    // one that is not there yet, where what is settled later is not remembered.
    if (seen == settled_ && (found || !is_written_once<P>)) remember(at, found);
    return found;
  }

  /// Rows of the table in key order, after `after` if given, at most 200: as of the persisted
  /// checkpoint, so wait for that first. Blocks.
  std::vector<row> list(const std::optional<key>& after, std::size_t limit) {
    return typed(tables_.list(schema_, shape_, storage::text_of(after), limit));
  }

  /// The same among rows whose look-up member `name` has this value.
  template <class Value>
  std::vector<row> find(std::string_view name, const Value& value, const std::optional<key>& after,
                        std::size_t limit) {
    return typed(tables_.find(schema_, shape_, name, storage::text_of(value),
                              storage::text_of(after), limit));
  }

  /// Rows in the table. Blocks.
  std::uint64_t count() { return tables_.count(schema_, shape_); }

  [[nodiscard]] const storage::table_shape& shape() const { return shape_; }
  [[nodiscard]] const storage::schema_name& schema() const { return schema_; }

  /// Folded position and all rows beyond the checkpoint, of one moment.
  [[nodiscard]] std::pair<std::uint64_t, changes> snapshot() const {
    const std::lock_guard lock{mutex_};
    return {folded_, overlay_.changed()};
  }

  // --- For the one that folds into it.

  void put(const changes& rows, std::uint64_t position) {
    const std::lock_guard lock{mutex_};
    for (const auto& [at, each] : rows)
      overlay_.put(at, each, position);
    folded_ = position;
  }

  /// Everything up to `position` is in the table now. Rows that change stay in the cache, because
  /// the next fact about them will want them; of others it would hold nothing but what was.
  void settle(std::uint64_t position) {
    const std::lock_guard lock{mutex_};
    ++settled_;
    for (auto& [at, each] : overlay_.settle(position))
      if (!is_written_once<P>) remember(at, std::move(each));
  }

  /// Forgets what is in memory: the table at `position` is what counts.
  void start_from(std::uint64_t position) {
    const std::lock_guard lock{mutex_};
    ++settled_;
    overlay_.clear();
    owner_ = cache_->new_owner();
    folded_ = position;
  }

  [[nodiscard]] bool changed() const {
    const std::lock_guard lock{mutex_};
    return !overlay_.empty();
  }

  [[nodiscard]] bool full() const { return overlay_.full(); }

private:
  std::optional<row_ptr> in_memory(const key& at) const {
    if (auto changed = overlay_.find(at)) return changed;
    if (auto cached = cache_->find(owner_, *storage::text_of(at)))
      return std::static_pointer_cast<const row>(*cached);
    return std::nullopt;
  }

  void remember(const key& at, const row_ptr& found) {
    cache_->put(owner_, *storage::text_of(at), found, found ? row_octets(*found) : 0);
  }

  row_ptr from_table(const key& at) {
    const auto fields = tables_.read(schema_, shape_, storage::text_of(at));
    if (!fields) return nullptr;
    return std::make_shared<const row>(storage::row_from_text<row>(*fields));
  }

  static std::vector<row> typed(const std::vector<storage::row_text>& rows) {
    std::vector<row> all;
    all.reserve(rows.size());
    for (const auto& each : rows)
      all.push_back(storage::row_from_text<row>(each));
    return all;
  }

  storage::read_models tables_;
  const storage::schema_name schema_;
  const storage::table_shape shape_;
  const std::shared_ptr<row_cache> cache_;
  mutable std::mutex mutex_;
  std::uint64_t owner_;
  std::uint64_t settled_ = 0; ///< how often rows moved from here into the table
  std::uint64_t folded_ = 0;
  overlay<P> overlay_;
};

}

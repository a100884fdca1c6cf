// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/folding.hpp"
#include "storage/read_models.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

namespace muniment {

/// How a projection folds into the hot view that it is given, for the projector that owns it: as
/// `folding` says, on its thread.
template <projection P>
class folding_of final : public folding {
  using key = key_of<typename P::row>;
  using row = typename P::row;
  using row_ptr = typename hot_view<P>::row_ptr;
  using rows = std::unordered_map<key, row_ptr>;

  struct step {
    std::uint64_t position;
    heard<P> event;
  };

  struct prepared final : prepared_events {
    clerk_work_ptr load() override { return work; }

    std::vector<step> steps;
    std::uint64_t last = 0; ///< how far these events reach
    std::optional<fault> stopped_by;
    std::shared_ptr<rows> before = std::make_shared<rows>();
    clerk_work_ptr work;
  };

public:
  explicit folding_of(std::shared_ptr<hot_view<P>> view) : view_{std::move(view)} {}

  std::string_view name() const override { return P::name; }

  std::shared_ptr<prepared_events> prepare(const page& from, std::uint64_t after,
                                           std::size_t most) override {
    auto ready = std::make_shared<prepared>();
    ready->last = after;
    const auto last = std::min(from.last(), after + most);
    while (ready->last < last) {
      const auto position = ready->last + 1;
      auto event = hear<P>(from.at(position));
      if (!event) {
        ready->stopped_by = fault{position, event.error()};
        break;
      }
      ready->last = position;
      if (!event->keys.empty()) ready->steps.push_back({position, std::move(*event)});
    }
    gather(*ready);
    return ready;
  }

  fold_end fold(const prepared_events& events) override {
    const auto& ready = static_cast<const prepared&>(events);
    for (const auto& each : ready.steps) {
      if (view_->full()) return {each.position - 1, std::nullopt};
      if (auto stopped = fold_one(each, *ready.before))
        return {each.position - 1, fault{each.position, std::move(*stopped)}};
    }
    view_->put({}, ready.last);
    return {ready.last, ready.stopped_by};
  }

  checkpoint_work open() override {
    return on_checkpoint([schema = view_->schema(), shape = view_->shape()](auto& tables) {
      return std::optional{tables.open(schema, shape)};
    });
  }

  checkpoint_work persist(const storage::checkpoint& expected, std::uint64_t position) override {
    auto changes = std::make_shared<typename hot_view<P>::changes>(view_->snapshot().second);
    return on_checkpoint([schema = view_->schema(), shape = view_->shape(), expected, position,
                          changes](auto& tables) {
      std::vector<storage::row_text> texts;
      texts.reserve(changes->size());
      for (const auto& [at, each] : *changes)
        texts.push_back(storage::text_of_row(*each));
      return tables.persist(schema, shape, expected, position, texts);
    });
  }

  void settle(const storage::checkpoint& at) override {
    has_table_ = at.generation > 0;
    view_->settle(at.position);
  }

  void start_from(const storage::checkpoint& at) override {
    has_table_ = at.generation > 0;
    view_->start_from(at.position);
  }

  bool changed() const override { return view_->changed(); }
  bool full() const override { return view_->full(); }

private:
  /// Sorts out which rows memory knows; without a table it knows that there is none.
  void gather(prepared& ready) {
    std::vector<key> missing;
    for (const auto& each : ready.steps) {
      const bool reads = needs_rows<P>(*each.event.fact);
      for (const auto& at : each.event.keys) {
        if (ready.before->contains(at)) continue;
        auto known = reads ? view_->peek(at) : row_ptr{};
        if (!known && has_table_) missing.push_back(at);
        ready.before->emplace(at, known.value_or(nullptr));
      }
    }
    if (missing.empty()) return;
    ready.work = std::make_shared<clerk_work>(
        clerk_work{[schema = view_->schema(), shape = view_->shape(), before = ready.before,
                    missing](storage::pool& connections) {
          load_rows(storage::read_models{connections}, schema, shape, missing, *before);
        }});
  }

  static void load_rows(storage::read_models tables, const storage::schema_name& schema,
                        const storage::table_shape& shape, const std::vector<key>& missing,
                        rows& into) {
    for (std::size_t at = 0; at < missing.size(); at += storage::upsert_rows) {
      std::vector<storage::field_text> keys;
      for (auto each = at; each < std::min(at + storage::upsert_rows, missing.size()); ++each)
        keys.push_back(storage::text_of(missing[each]));
      for (const auto& fields : tables.read_all(schema, shape, keys)) {
        auto found = std::make_shared<const row>(storage::row_from_text<row>(fields));
        into[storage::key_in(*found)] = found;
      }
    }
  }

  /// All rows of an event or none.
  std::optional<std::string> fold_one(const step& each, rows& latest) {
    typename hot_view<P>::changes changes;
    for (const auto& at : each.event.keys) {
      const auto& before = latest.at(at);
      auto after =
          fold_row<P>(before ? std::optional{*before} : std::nullopt, at, *each.event.fact);
      if (!after) return after.error();
      if (!*after || (before && **after == *before)) continue;
      changes.emplace_back(at, std::make_shared<const row>(std::move(**after)));
    }
    view_->put(changes, each.position);
    for (auto& [at, after] : changes)
      latest[at] = after;
    return std::nullopt;
  }

  template <class Do>
  static checkpoint_work on_checkpoint(Do act) {
    auto result = std::make_shared<std::optional<storage::checkpoint>>();
    return {std::make_shared<clerk_work>(clerk_work{[result, act](storage::pool& connections) {
              storage::read_models tables{connections};
              *result = act(tables);
            }}),
            result};
  }

  const std::shared_ptr<hot_view<P>> view_;
  bool has_table_ = false;
};

template <projection P>
std::shared_ptr<folding> make_folding(std::shared_ptr<hot_view<P>> view) {
  return std::make_shared<folding_of<P>>(std::move(view));
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/folding.hpp"

#include <tuple>

namespace muniment {

/// What all projections of a workspace share on a node.
struct view_access {
  std::shared_ptr<storage::pool> connections;
  storage::schema_name schema;
  std::shared_ptr<row_cache> cache; ///< of the node
  std::shared_ptr<budget> limits;   ///< of the workspace, within that of the node
};

template <class List>
class views_of;

/// The hot views of one workspace over a list of projections: readers take theirs with `get`, the
/// projector folds into all. Any thread.
template <template <class...> class List, projection... P>
class views_of<List<P...>> {
public:
  explicit views_of(const view_access& from)
      : views_{std::make_shared<hot_view<P>>(*from.connections, from.schema, from.cache,
                                             from.limits)...} {}

  template <projection Wanted>
  hot_view<Wanted>& get() const {
    return *std::get<std::shared_ptr<hot_view<Wanted>>>(views_);
  }

  /// One for the projector of this workspace, in the order of the list.
  [[nodiscard]] std::vector<std::shared_ptr<folding>> foldings() const {
    return {make_folding<P>(std::get<std::shared_ptr<hot_view<P>>>(views_))...};
  }

private:
  std::tuple<std::shared_ptr<hot_view<P>>...> views_;
};

}

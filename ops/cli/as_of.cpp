// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/as_of.hpp"

#include "storage/startup_error.hpp"

#include <cstdint>

namespace muniment::cli {
namespace {

/// Of which moment the pages of one list are.
class pages_told {
public:
  explicit pages_told(listing& shown) : shown_{shown} {}

  void turn(const boost::json::object& page) {
    const auto* told = page.if_contains("as_of");
    const auto position = readable_member(page, "as_of.position");
    if (begun_ && position != position_)
      throw storage::startup_error{"something was recorded at that very moment meanwhile",
                                   "ask again, or --as-of position:" + position};
    if (!begun_) shown_.stands_for(told ? told->if_object() : nullptr);
    begun_ = true;
    position_ = position;
  }

private:
  listing& shown_;
  std::string position_;
  bool begun_ = false;
};

}

void show_list(api& at, const std::string& path, api::parameters query, listing& shown,
               const char* list, const std::function<bool(const boost::json::object&)>& keep) {
  pages_told told{shown};
  at.each_item(
      path, std::move(query), SIZE_MAX,
      [&](const auto& item) {
        if (!keep || keep(item)) shown.add(item);
      },
      {}, list, [&](const auto& page) { told.turn(page); });
  shown.finish();
}

}

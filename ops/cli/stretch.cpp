// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/stretch.hpp"

#include "ops/cli/options.hpp"

#include <iostream>

namespace muniment::cli {

argument add_stretch(subcommand command, stretch& into) {
  auto after = command.add_option("--after", into.after, "Those behind this position")
                   .between(0, last_position);
  command.add_option("--limit", into.limit, "At most so many; all if left out")
      .between(1, most_items);
  return after;
}

void show_stretch(api& at, const std::string& path, api::parameters query, const stretch& wanted,
                  listing& shown) {
  std::string last;
  const bool stopped = at.each_item(
      path, std::move(query), wanted.limit,
      [&](const auto& item) {
        shown.add(item);
        last = readable_member(item, "position");
      },
      std::to_string(wanted.after));
  shown.finish();
  if (stopped)
    std::cerr << "muniment: stopped at --limit " << wanted.limit << "; --after " << last
              << " goes on from there\n";
}

}

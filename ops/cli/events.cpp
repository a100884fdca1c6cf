// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/feed.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/stretch.hpp"
#include "ops/cli/table.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace muniment::cli {
namespace {

struct events_wishes {
  connection to = std::make_shared<connection_options>();
  stretch wanted;
};

void tell(const boost::json::object& event) {
  std::cout << boost::json::serialize(event) << '\n';
  demand_output();
}

void show_events(const events_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{true, {}};
  show_stretch(at, "/admin/events", {{"limit", "200"}}, wished.wanted, shown);
}

void tail(const events_wishes& wished, bool from_the_end) {
  feed at{*wished.to};
  auto after = std::to_string(wished.wanted.after);
  try {
    if (from_the_end) after = readable_member(at.get("/admin/workspace"), "position");
    while (!at.ended()) {
      const auto page =
          at.get("/admin/events", {{"limit", "200"}, {"after", after}, {"wait", "5"}});
      for (const auto& each : objects_in(page, "items"))
        tell(each);
      std::cout << std::flush;
      demand_output();
      if (const auto next = readable_member(page, "next"); !next.empty()) after = next;
    }
  } catch (const given_up&) { // Ctrl-C while it waited for the next event
  }
}

}

void add_events(subcommand app) {
  const auto wished = std::make_shared<events_wishes>();
  auto group = add_group(app, "events",
                         "The journal of a workspace, whole, as JSON lines; personal fields stay "
                         "sealed",
                         wished->to);
  auto all = group.add_subcommand(
      "show",
      "Shows events in order\nExample: muniment events show -w acme --after 100 --limit 20");
  add_stretch(all, wished->wanted);
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  all.callback([wished] { show_events(*wished); });
  auto follow =
      group.add_subcommand("tail", "Shows events as they are recorded, until Ctrl-C; a server that "
                                   "goes away is waited for\n"
                                   "Example: muniment events tail -w acme | jq .type");
  auto after =
      follow.add_option("--after", wished->wanted.after, "Those behind this position first")
          .between(0, last_position);
  add_workspace(follow, wished->to);
  add_json(follow, wished->to);
  follow.callback([wished, after] { tail(*wished, !after.given()); });
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/feed.hpp"
#include "ops/cli/named_user.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/stretch.hpp"
#include "ops/cli/table.hpp"

#include <iostream>

namespace muniment::cli {
namespace {

struct audit_wishes {
  connection to = std::make_shared<connection_options>();
  std::string from, until, actor, subject, type;
  stretch wanted;
  bool goes_on = false;
};

std::vector<column> columns() {
  return {{"POSITION", "position", 8}, {"TIME", "recorded_at", 27}, {"TYPE", "type", 24},
          {"OUTCOME", "outcome", 9},   {"ACTOR", "actor.kind", 19}, {"ID", "actor.id", 36},
          {"SUBJECT", "subject", 36},  {"ADDRESS", "address", 15}};
}

api::parameters filters(api& at, const audit_wishes& wished) {
  return {{"actor", id_of_party(at, wished.actor)},
          {"subject", id_of_party(at, wished.subject)},
          {"type", wished.type},
          {"limit", "200"}};
}

void audit(const audit_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json, columns()};
  auto query = filters(at, wished);
  query.emplace_back("from", wished.from);
  query.emplace_back("to", wished.until);
  show_stretch(at, "/admin/audit", std::move(query), wished.wanted, shown);
}

/// Shows a page; where the next one begins.
std::string show_page(const boost::json::object& page, following& shown) {
  for (const auto& each : objects_in(page, "items"))
    shown.add(each);
  const auto next = readable_member(page, "next");
  return next.empty() ? readable_member(page, "seen_until") : next;
}

/// `--from` may name a moment that has not come yet: what is recorded before is never shown.
void follow(const audit_wishes& wished, bool from_now_on) {
  auto asked_once = api::workspace(*wished.to);
  auto wanted = filters(asked_once, wished);
  wanted.emplace_back("from", wished.from);
  feed at{*wished.to};
  following shown{wished.to->json, columns()};
  try {
    auto first = wanted;
    first.emplace_back("after", std::to_string(wished.wanted.after));
    auto after = from_now_on ? readable_member(at.get("/admin/workspace"), "position")
                             : show_page(at.get("/admin/audit", first), shown);
    while (!at.ended() && std::cout) {
      auto query = wanted;
      query.emplace_back("after", after);
      query.emplace_back("wait", "5");
      after = show_page(at.get("/admin/audit", query), shown);
    }
  } catch (const given_up&) { // Ctrl-C while it waited for the next event
  }
}

}

void add_audit(subcommand app) {
  const auto wished = std::make_shared<audit_wishes>();
  auto command = app.add_subcommand(
      "audit", "Who did what to whom, in order, from the journal of a workspace\n"
               "Example: muniment audit -w acme --from 2026-03-03T14:00:00Z --type session\n"
               "Example: muniment audit -w acme --subject ada");
  add_credential(command, wished->to);
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  add_moment(command, "--from", wished->from, "From this moment on (RFC 3339, UTC)");
  add_moment(command, "--to", wished->until, "Up to this moment, without it");
  command.add_option("--actor", wished->actor, "By whom: an id or a user name");
  command.add_option("--subject", wished->subject,
                     "About whom: an id or a user name. A refused login is about nobody, whether "
                     "or not there is such a user: --type refusal shows it");
  command.add_option("--type", wished->type, "user.registered, or user for all of a user's");
  const auto after = add_stretch(command, wished->wanted);
  command
      .add_flag("--follow", wished->goes_on,
                "Show what is recorded from now on, or from --from or --after on, as it comes, "
                "until Ctrl-C; a server that goes away is waited for")
      .excludes("--to")
      .excludes("--limit");
  command.callback([wished, after] {
    if (wished->goes_on)
      follow(*wished, wished->from.empty() && !after.given());
    else
      audit(*wished);
  });
}

}

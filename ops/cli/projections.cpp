// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/progress.hpp"
#include "ops/cli/table.hpp"

#include "storage/startup_error.hpp"

namespace muniment::cli {
namespace {

struct projections_wishes {
  connection to = std::make_shared<connection_options>();
  std::vector<std::string> names; ///< all when empty
};

std::vector<std::string> chosen(api& at, const projections_wishes& wished) {
  if (!wished.names.empty()) return wished.names;
  std::vector<std::string> all;
  for (const auto& each : objects_in(at.get("/admin/projections"), "items"))
    all.push_back(readable_member(each, "name"));
  return all;
}

void status(const projections_wishes& wished) {
  auto at = api::workspace(*wished.to);
  const auto now = at.get("/admin/projections");
  listing shown{wished.to->json,
                {{"PROJECTION", "name"},
                 {"PHASE", "phase"},
                 {"FOLDED", "folded"},
                 {"PERSISTED", "persisted"},
                 {"HEAD", "head"},
                 {"PARKED AT", "parked_at"},
                 {"REASON", "reason"}}};
  for (auto& each : objects_in(now, "items")) {
    if (const auto* head = now.if_contains("head")) each["head"] = *head;
    shown.add(each);
  }
  shown.finish();
}

/// What asks for the same once more.
std::string begun_again(const projections_wishes& wished, const std::string& verb) {
  auto words = "start it again: muniment projections " + verb + " -w " + wished.to->workspace;
  for (const auto& each : wished.names)
    words += ' ' + each;
  return words;
}

/// One operation on a projection, followed to its end: the result, with the projection's name.
boost::json::object done(api& at, const projections_wishes& wished, const std::string& name,
                         const std::string& verb) {
  auto begun = at.post("/admin/projections/" + segment(name) + '/' + verb);
  const follow_hints hints{"nothing was changed; the server's log tells more",
                           begun_again(wished, verb)};
  const auto ended = follow(at, "/admin", std::move(begun), hints);
  auto result = object_in(ended, "result");
  result["name"] = name;
  return result;
}

void rebuild(const projections_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"PROJECTION", "name"},
                 {"POSITION", "position"},
                 {"ROWS", "rows"},
                 {"MS", "took_ms"},
                 {"CHECKSUM", "checksum"}}};
  for (const auto& name : chosen(at, wished))
    shown.add(done(at, wished, name, "rebuild"));
  shown.finish();
}

void verify(const projections_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"PROJECTION", "name"},
                 {"EQUAL", "equal"},
                 {"POSITION", "position"},
                 {"ROWS", "rows"},
                 {"CHECKSUM", "checksum"},
                 {"DIFFERENCE", "difference"}}};
  std::string unequal;
  for (const auto& name : chosen(at, wished)) {
    const auto result = done(at, wished, name, "verify");
    if (readable_member(result, "equal") != "true") unequal += ' ' + name;
    shown.add(result);
  }
  shown.finish();
  if (!unequal.empty())
    throw storage::startup_error{"not equal to the journal:" + unequal,
                                 "muniment projections rebuild -w " + wished.to->workspace +
                                     unequal + " refills them beside live traffic"};
}

}

void add_projections(subcommand app) {
  const auto wished = std::make_shared<projections_wishes>();
  auto group = add_group(app, "projections",
                         "The read models of a workspace, all made from its journal", wished->to);
  const auto add = [&](const char* name, const char* help, void (*run)(const projections_wishes&),
                       bool named) {
    auto command = group.add_subcommand(name, help);
    if (named) command.add_option("projection", wished->names, "Which; all when left out");
    add_workspace(command, wished->to);
    add_json(command, wished->to);
    command.callback([wished, run] { run(*wished); });
  };
  add("status",
      "How far each has folded, and what keeps one\n"
      "Example: muniment projections status -w acme",
      status, false);
  add("rebuild",
      "Refills them beside live traffic and switches when they are proven\n"
      "Example: muniment projections rebuild -w acme users",
      rebuild, true);
  add("verify",
      "Folds the journal again and compares; exits with 1 if one differs\n"
      "Example: muniment projections verify -w acme",
      verify, true);
}

}

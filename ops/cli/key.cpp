// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"
#include "ops/cli/as_of.hpp"
#include "ops/cli/certainty.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/progress.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {
namespace {

struct key_wishes {
  connection to;
  std::string algorithm, key_id, as_of;
  bool now = false;
  bool sure = false;
};

void list(const key_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"KEY ID", "key_id"},
                 {"ALGORITHM", "algorithm"},
                 {"STATUS", "status"},
                 {"GENERATED", "generated_at"},
                 {"ACTIVATES", "activates_at"},
                 {"ACTIVATED", "activated_at"},
                 {"RETIRES", "retires_at"}}};
  show_list(at, "/admin/keys", {{"limit", "200"}, {"as_of", wished.as_of}}, shown, "signing_keys");
}

void roll(const connection_options& to) {
  auto at = api::control(to);
  auto begun = at.post("/control/keys/roll");
  const std::string goes_on = "nothing is lost, and the server goes on by itself within the hour; "
                              "muniment key roll goes on at once";
  const auto ended = follow(at, "/control", std::move(begun), {goes_on, goes_on});
  show(object_in(ended, "result"), to.json);
}

void rotate(const key_wishes& wished) {
  auto at = api::workspace(*wished.to);
  boost::json::object body{{"now", wished.now}};
  if (!wished.algorithm.empty()) body["algorithm"] = wished.algorithm;
  listing shown{wished.to->json,
                {{"KEY ID", "key_id"},
                 {"ALGORITHM", "algorithm"},
                 {"STATUS", "status"},
                 {"SIGNS FROM", "effective_at"}}};
  for (const auto& each : objects_in(at.post("/admin/keys/rotate", body), "rotated"))
    shown.add(each);
  shown.finish();
}

void revoke(const key_wishes& wished) {
  require_certainty(wished.sure, "a revocation");
  auto at = api::workspace(*wished.to);
  ask_certainty(wished.sure, "A revocation is for ever: whatever this key signed is refused.",
                wished.key_id, "muniment key list");
  show(at.post("/admin/keys/" + segment(wished.key_id) + "/revoke"), wished.to->json);
}

void add_rotate(subcommand group, const std::shared_ptr<key_wishes>& wished) {
  auto command = group.add_subcommand(
      "rotate", "Lets the next key sign, and tells from when: at once if relying parties know it,\n"
                "else once they do. Keys follow each other by time without it.\n"
                "Example: muniment key rotate -w acme");
  command.add_option("--algorithm", wished->algorithm, "Only that of this algorithm [all]")
      .one_of({crypto::algorithm_names.begin(), crypto::algorithm_names.end()});
  command.add_flag("--now", wished->now,
                   "At once in any case; who keeps the old JWKS refuses tokens for minutes");
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  command.callback([wished] { rotate(*wished); });
}

void add_revoke(subcommand group, const std::shared_ptr<key_wishes>& wished) {
  auto command = group.add_subcommand(
      "revoke", "Trusts a key no longer: what it signed is refused here at once, and the next key\n"
                "signs instead. It is for ever. Who keeps the old JWKS trusts it for minutes yet.\n"
                "Example: muniment key revoke -w acme bX3kPz0q2mVYw1nT");
  command.add_option("key", wished->key_id, "Its key id; muniment key list shows them").required();
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  command.add_flag("--yes", wished->sure, "Do not ask");
  command.callback([wished] { revoke(*wished); });
}

}

void add_key_commands(subcommand app) {
  const auto to = std::make_shared<connection_options>();
  auto group = add_group(app, "key",
                         "The keys that sign a workspace's tokens, and those that seal everybody's "
                         "data\nExample: muniment key list -w acme",
                         to);
  const auto wished = std::make_shared<key_wishes>(key_wishes{to, {}, {}, {}, false, false});
  auto all = group.add_subcommand(
      "list", "Shows the keys that sign tokens\nExample: muniment key list -w acme\n"
              "Example: muniment key list -w acme --as-of 2026-03-03T14:03:00Z");
  add_workspace(all, to);
  add_json(all, to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto anew = group.add_subcommand(
      "roll", "Replaces the keys that seal personal data, in all workspaces, and destroys the old\n"
              "When it has ended, no backup, standby or WAL yields anybody who was erased before "
              "it.\n"
              "It happens by itself within 24 hours of an erasure.\n"
              "Example: muniment key roll");
  add_json(anew, to);
  anew.callback([to] { roll(*to); });
  add_rotate(group, wished);
  add_revoke(group, wished);
}

}

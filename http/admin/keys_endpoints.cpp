// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/workspace_shown.hpp"

#include <set>

namespace muniment::http {
namespace {

/// Of those that a key signs with, or the one that is named.
std::set<std::string> algorithms_of(const std::vector<signing_keys::row>& keys,
                                    const std::optional<std::string>& named) {
  std::set<std::string> signing;
  for (const auto& each : keys)
    if (each.phase == signing_keys::phase::active &&
        each.algorithm == named.value_or(each.algorithm))
      signing.insert(each.algorithm);
  for (const auto& each : signing)
    if (retire_in_plenty(keys, each)) throw problem_found{problem_of(refusal_code::limit_reached)};
  if (named && signing.empty()) refuse_value("algorithm", "No key signs with it here.");
  return signing;
}

/// The workspace itself as of then.
asio::awaitable<std::shared_ptr<const workspaces::row>> workspace_then(admin_call call, past at) {
  if (at) co_await wait_for_table(call.at, workspaces::model::name);
  auto now = co_await workspace_row(call.at);
  auto then = co_await row_then<workspaces::model>(call, std::move(now), at);
  if (!then) not_found();
  co_return then;
}

api::signing_key shown(const signing_keys::row& row) {
  return {row.id,           row.key_id,       row.algorithm,    row.phase,
          row.generated_at, row.activates_at, row.activated_at, row.superseded_at,
          row.retires_at,   row.retired_at,   row.revoked_at};
}

}

asio::awaitable<api::then<api::keys>> list_keys(admin_call call, query::list_then asked) {
  const auto at = co_await past_asked(call, asked.as_of, signing_keys::model::name);
  const auto found =
      co_await list_rows_at<signing_keys::model>(call, asked.after, asked.limit.rows, at);
  const auto known = co_await workspace_then(call, at);
  api::then<api::keys> told{{{known->key_generation}, {}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows)
    told.signing_keys.push_back(shown(row));
  co_return told;
}

asio::awaitable<api::rotation> rotate_keys(admin_call call, body::rotation sent) {
  const auto keys = co_await call.at->list_keys();
  api::rotation told;
  for (const auto& algorithm : algorithms_of(keys, sent.algorithm)) {
    const auto done = co_await call.at->rotate_key(call.from, algorithm, sent.now.value_or(false));
    if (!done.why.empty()) throw problem_found{problem_of_refusal(done.why)};
    told.rotated.push_back({done.key_id, algorithm, done.phase, done.effective_at});
  }
  co_return told;
}

asio::awaitable<api::revoked_key> revoke_key(admin_call call) {
  const auto key = co_await call.at->find_key(call.named);
  if (!key) not_found();
  const auto reply = co_await call.at->revoke_key(call.from, key->id);
  if (reply.verdict != command_verdict::accepted)
    throw problem_found{problem_of_refusal(reply.why)};
  const auto keys = co_await call.at->list_keys();
  api::revoked_key told;
  told.key_id = key->key_id;
  told.algorithm = key->algorithm;
  if (const auto* signs = active_key(keys, key->algorithm)) told.signs_now = signs->key_id;
  told.position = reply.position;
  co_return told;
}

}

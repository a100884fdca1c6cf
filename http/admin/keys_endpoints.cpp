// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/workspace_shown.hpp"

#include <set>

namespace muniment::http {
namespace {

struct rotation_wish {
  std::optional<std::string> algorithm;
  bool at_once = false;
};

rotation_wish read_rotation(const request& asked) {
  rotation_wish wish;
  if (asked.body.empty()) return wish;
  sent_json body{asked};
  wish.algorithm = body.text_if_any("algorithm");
  wish.at_once = body.flag_if_any("now").value_or(false);
  body.finish();
  return wish;
}

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

boost::json::object shown(const std::string& algorithm, const key_rotated& done) {
  boost::json::object item;
  item["key_id"] = done.key_id;
  item["algorithm"] = algorithm;
  item["status"] = to_json(done.phase);
  item["effective_at"] = to_string(done.effective_at);
  return item;
}

}

asio::awaitable<response> list_keys(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, signing_keys::model::name);
  const auto found = co_await list_rows_at<signing_keys::model>(call, after, limit, at);
  boost::json::array keys;
  for (const auto& row : found.rows) {
    auto key = to_json(row).as_object();
    key["status"] = key.at("phase");
    for (const auto* inner : {"phase", "public_jwk", "position"})
      key.erase(inner);
    keys.emplace_back(std::move(key));
  }
  const auto known = co_await workspace_then(call, at);
  boost::json::object body;
  body["workspace_key"] = {{"generation", known->key_generation}};
  body["signing_keys"] = std::move(keys);
  if (found.next) body["next"] = to_string(*found.next);
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> rotate_keys(admin_call call) {
  const auto wish = read_rotation(*call.asked);
  const auto keys = co_await call.at->list_keys();
  boost::json::array rotated;
  for (const auto& algorithm : algorithms_of(keys, wish.algorithm)) {
    const auto done = co_await call.at->rotate_key(call.from, algorithm, wish.at_once);
    if (!done.why.empty()) throw problem_found{problem_of_refusal(done.why)};
    rotated.push_back(shown(algorithm, done));
  }
  boost::json::object body;
  body["rotated"] = std::move(rotated);
  co_return json_of(200, body);
}

asio::awaitable<response> revoke_key(admin_call call) {
  const auto key = co_await call.at->find_key(call.named);
  if (!key) not_found();
  const auto reply = co_await call.at->revoke_key(call.from, key->id);
  if (reply.verdict != command_verdict::accepted)
    throw problem_found{problem_of_refusal(reply.why)};
  const auto keys = co_await call.at->list_keys();
  boost::json::object body;
  body["key_id"] = key->key_id;
  body["algorithm"] = key->algorithm;
  body["status"] = "revoked";
  if (const auto* signs = active_key(keys, key->algorithm)) body["signs_now"] = signs->key_id;
  body["position"] = reply.position;
  co_return json_of(200, body);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/api.hpp"

#include "crypto/encoding.hpp"
#include "http/server/problems.hpp"
#include "http/server/uri.hpp"
#include "ops/cli/credential_file.hpp"
#include "ops/cli/usage_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <thread>

namespace muniment::cli {
namespace {

namespace json = boost::json;
using storage::startup_error;

constexpr int most_tries = 4;
constexpr std::string_view exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
constexpr std::string_view access_token = "urn:ietf:params:oauth:token-type:access_token";

std::string member(const json::object& body, const char* name) {
  const auto* value = body.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::optional<json::object> object_if_any(const std::string& body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  if (error || !value.is_object()) return {};
  return std::move(value.get_object());
}

json::object parsed(const std::string& body) {
  return object_if_any(body).value_or(json::object{});
}

[[noreturn]] void fail_unexpected() {
  throw startup_error{"the server's answer is not one this program knows",
                      "is the server of another version? compare with muniment --version"};
}

/// A member that an answer always has.
std::string given(const json::object& body, const char* name) {
  auto value = member(body, name);
  if (value.empty()) fail_unexpected();
  return value;
}

/// Of a server that comes, goes or has too much to do, or of a proxy that finds none.
bool may_pass(long status) { return status >= 502 && status <= 504; }

/// A proxy has no such code.
bool is_not_there(const https_reply& reply) {
  return reply.status == http::problems::not_found.status &&
         member(parsed(reply.body), "code") == http::problems::not_found.code.view();
}

[[noreturn]] void fail(const https_reply& reply) {
  const auto why = failure_of(reply);
  if (may_pass(reply.status)) throw server_away{why.message, why.hint};
  if (is_not_there(reply)) throw not_there{why.message, why.hint};
  throw startup_error{why.message, why.hint};
}

std::string basic(const ops::credential& who) {
  const auto pair =
      http::percent_encoded(who.client_id) + ':' + http::percent_encoded(who.client_secret);
  return "Authorization: Basic " + crypto::base64_encode(as_bytes(pair));
}

}

reply_failure failure_of(const https_reply& reply) {
  const auto body = parsed(reply.body);
  auto message = member(body, "title");
  auto hint = member(body, "detail");
  if (message.empty()) message = member(body, "error_description");
  if (message.empty()) message = "the server answered with status " + std::to_string(reply.status);
  if (message.ends_with('.')) message.pop_back();
  if (const auto blamed = member(body, "member"); !blamed.empty()) message += " (" + blamed + ')';
  if (hint.empty()) hint = "muniment --help, or the server's log";
  return {std::move(message), std::move(hint)};
}

std::vector<json::object> objects_in(const json::object& reply, const char* name) {
  const auto* list = reply.if_contains(name);
  if (!list || !list->is_array()) fail_unexpected();
  std::vector<json::object> all;
  for (const auto& each : list->get_array()) {
    if (!each.is_object()) fail_unexpected();
    all.push_back(each.get_object());
  }
  return all;
}

json::object object_in(const json::object& reply, const char* name) {
  const auto* value = reply.if_contains(name);
  if (!value || !value->is_object()) fail_unexpected();
  return value->get_object();
}

std::string segment(std::string_view text) { return http::percent_encoded(text); }

api::api(ops::credential who, std::string workspace)
    : who_{std::move(who)}, workspace_{std::move(workspace)}, https_{who_.ca_file} {}

api api::control(const connection_options& options) {
  return {ops::read_credential(credential_file(options.credential_file)), {}};
}

api api::workspace(const connection_options& options) {
  if (options.workspace.empty())
    throw usage_error{"no workspace is named", "add --workspace SLUG; `muniment workspace list` "
                                               "shows which there are"};
  return {ops::read_credential(credential_file(options.credential_file)), options.workspace};
}

std::string api::operators_token() {
  const auto form = query_of({{"grant_type", "client_credentials"},
                              {"scope", "admin:read admin:write"},
                              {"resource", who_.control}});
  const auto reply = ask({"POST",
                          who_.issuer + "/oauth/v2/token",
                          {basic(who_), "Content-Type: application/x-www-form-urlencoded"},
                          form});
  const auto body = parsed(reply.body);
  // Whoever asked about a client would take the server's words for that one's.
  if (member(body, "error") == "invalid_client")
    throw startup_error{"the operator's credential opens nothing: its client " + who_.client_id +
                            " is gone, or has another secret",
                        "name a file that has the secret of today with --credential"};
  if (reply.status != 200) fail(reply);
  return given(body, "access_token");
}

void api::authorize() {
  auto own = operators_token();
  if (workspace_.empty()) {
    origin_ = who_.control;
    token_ = std::move(own);
    return;
  }
  const auto form = query_of({{"grant_type", std::string{exchange}},
                              {"subject_token", own},
                              {"subject_token_type", std::string{access_token}},
                              {"audience", workspace_}});
  const auto reply = ask({"POST",
                          who_.control + "/control/token",
                          {"Content-Type: application/x-www-form-urlencoded"},
                          form});
  const auto body = parsed(reply.body);
  if (member(body, "error") == "invalid_target")
    throw startup_error{"there is no workspace " + workspace_, "muniment workspace list"};
  if (reply.status != 200) fail(reply);
  auto token = given(body, "access_token");
  origin_ = given(body, "issuer");
  token_ = std::move(token); // Only now: half of it would not be got again.
}

https_reply api::ask(const https_request& asked) {
  const bool harmless = asked.method == "GET" || asked.url.ends_with("/token");
  for (int tries = 1;; ++tries) {
    auto reply = https_.send(asked);
    if (reply.status != 503 || !harmless || tries == most_tries) return reply;
    pause(std::min(reply.retry_after.value_or(std::chrono::seconds{1}), std::chrono::seconds{5}));
  }
}

void api::pause(std::chrono::seconds time) const {
  constexpr std::chrono::milliseconds between_looks{100};
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    if (https_.told_to_give_up()) throw given_up{};
    std::this_thread::sleep_for(between_looks);
  }
}

json::object api::answered(const https_request& asked) {
  if (token_.empty()) authorize();
  for (bool again = false;; again = true) {
    auto sent = asked;
    sent.url = origin_ + asked.url;
    sent.fields.push_back("Authorization: Bearer " + token_);
    const auto reply = ask(sent);
    if (reply.status >= 200 && reply.status < 300) {
      auto body = object_if_any(reply.body);
      if (!body) fail_unexpected();
      return std::move(*body);
    }
    // The token lives five minutes; what is followed for longer needs a new one.
    if (reply.status != 401 || again) fail(reply);
    authorize();
  }
}

json::object api::get(const std::string& path, const parameters& query) {
  const auto text = query_of(query);
  return answered({"GET", text.empty() ? path : path + '?' + text, {}, {}});
}

json::object api::post(const std::string& path, const json::object& body) {
  return answered({"POST", path, {"Content-Type: application/json"}, json::serialize(body)});
}

bool api::each_item(const std::string& path, parameters query, std::size_t most,
                    const std::function<void(const json::object&)>& take, std::string after,
                    const char* list, const std::function<void(const json::object&)>& turn) {
  std::size_t taken = 0;
  query.emplace_back("after", std::move(after));
  for (;;) {
    const bool enough = taken == most;
    const auto page = get(path, query);
    if (turn) turn(page);
    for (const auto& item : objects_in(page, list)) {
      if (taken == most) return true;
      take(item);
      ++taken;
    }
    auto next = member(page, "next");
    if (next.empty()) return false;
    if (enough) return true; // to know for sure may take a search through all there is
    if (next == query.back().second) fail_unexpected(); // or the same page would come for ever
    query.back().second = std::move(next);
  }
}

}

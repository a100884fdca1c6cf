// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"
#include "http/account/routes.hpp"
#include "http/admin/clients.hpp"
#include "http/admin/operations.hpp"
#include "http/admin/past_folds.hpp"
#include "http/admin/routes.hpp"
#include "http/control/endpoints.hpp"
#include "http/control/key_rolls.hpp"
#include "http/oidc/routes.hpp"
#include "http/server/router.hpp"
#include "tests/support/node_world.hpp"
#include "tests/support/replies.hpp"
#include "tests/support/told_replies.hpp"

#include <boost/asio/detached.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::test {

/// A whole deployment behind its router, without sockets: workspaces `system`, with an operator's
/// client, and `acme`.
class admin_world {
public:
  node_world world;

  explicit admin_world(key_rotation::terms keys = {"ES256"}) : world{std::move(keys)} {
    acme = world.made("acme");
    http::new_client robot;
    robot.client_id = "operator";
    robot.name = "Operator";
    robot.kind = client::client_type::service;
    robot.scopes = {"admin:read", "admin:write"};
    robot.algorithm = "ES256";
    secret_ = enter_client("system", robot).secret;
  }

  std::shared_ptr<http::workspace> acme;

  /// Another process over what this one left.
  void restart() {
    acme.reset();
    world.end();
    world.begin();
    acme = world.found("acme");
  }

  http::client_reply enter_client(const std::string& slug, http::new_client wanted) {
    const auto at = world.made(slug);
    auto entered =
        world.finish(http::register_client(*at, std::move(wanted), node_world::nobody()));
    EXPECT_EQ(entered.why, "");
    return entered;
  }

  static http::request_ptr prepared(const std::string& method, const std::string& host,
                                    const std::string& target, const std::string& token,
                                    const std::string& body, const std::string& type) {
    auto asked = std::make_shared<http::request>();
    asked->method = method;
    const auto mark = target.find('?');
    asked->path = target.substr(0, mark);
    if (mark != std::string::npos) asked->query = target.substr(mark + 1);
    asked->fields = {{"Host", host + ".muniment.localhost:8443"}, {"User-Agent", "a test"}};
    if (!token.empty()) asked->fields.push_back({"Authorization", token});
    if (!body.empty()) asked->fields.push_back({"Content-Type", type});
    asked->body = body;
    asked->address = "192.0.2.7";
    asked->request_id = "request-1";
    asked->deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    return asked;
  }

  http::response ask(const std::string& method, const std::string& host, const std::string& target,
                     const std::string& token = "", const std::string& body = "",
                     const std::string& type = "application/json") {
    return serve(prepared(method, host, target, token, body, type));
  }

  /// Where the next requests come from, and in which trace.
  std::string address = "192.0.2.7";
  trace_id trace{};

  http::response serve(const http::request_ptr& asked) {
    auto sent = std::make_shared<http::request>(*asked);
    sent->address = address;
    sent->trace = trace;
    const auto reply = world.finish(router_(sent));
    expect_told(*sent, reply);
    return reply;
  }

  /// The reply to a GET at `acme` that is under way while a POST there is answered.
  http::response get_during(const std::string& target, const std::string& post,
                            const std::string& body, const std::string& token) {
    const auto waiting = prepared("GET", "acme", target, token, "", "");
    const auto doing = prepared("POST", "acme", post, token, body, "application/json");
    const auto both = [](http::handler& router, http::request_ptr first,
                         http::request_ptr second) -> boost::asio::awaitable<http::response> {
      const auto executor = co_await boost::asio::this_coro::executor;
      boost::asio::co_spawn(executor, router(std::move(second)), boost::asio::detached);
      co_return co_await router(std::move(first));
    };
    return world.finish(both(router_, waiting, doing));
  }

  http::response form(const std::string& host, const std::string& path, const std::string& sent,
                      const std::string& authorization = "") {
    return ask("POST", host, path, authorization, sent, "application/x-www-form-urlencoded");
  }

  static boost::json::object json(const http::response& reply) {
    const auto body = crypto::parse_strict_object(reply.body);
    EXPECT_TRUE(body) << reply.status << ' ' << reply.body;
    return body.value_or(boost::json::object{});
  }

  static std::string text(const http::response& reply, const char* member) {
    const auto body = json(reply);
    const auto* value = body.if_contains(member);
    return value && value->is_string() ? std::string{value->get_string()} : "";
  }

  /// A token of the operator's client for the control plane, as a Bearer.
  std::string operators(const std::string& scope = "admin:read admin:write") {
    const auto pair = crypto::base64_encode(as_bytes("operator:" + secret_));
    const auto reply = form("system", "/oauth/v2/token",
                            "grant_type=client_credentials&scope=" + scope +
                                "&resource=https://api.muniment.localhost:8443",
                            "Basic " + pair);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return "Bearer " + text(reply, "access_token");
  }

  http::response exchange(const std::string& token, const std::string& audience,
                          const std::string& more = "") {
    return form("api", "/control/token",
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type="
                "urn:ietf:params:oauth:token-type:access_token&subject_token=" +
                    token.substr(token.find(' ') + 1) + "&audience=" + audience + more);
  }

  /// A token for the admin API of a workspace.
  std::string admins(const std::string& slug = "acme",
                     const std::string& scope = "admin:read admin:write") {
    const auto reply = exchange(operators(scope), slug);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return "Bearer " + text(reply, "access_token");
  }

  /// Looks at an operation, of `acme` or of the deployment (`api`), until it has ended.
  boost::json::object ended(const boost::json::object& begun, const std::string& token,
                            const std::string& host = "acme") {
    const auto path = (host == "api" ? "/control/operations/" : "/admin/operations/") +
                      std::string{begun.at("id").as_string()};
    for (;;) {
      const auto now = json(ask("GET", host, path, token));
      if (now.at("status") != "running") return now;
    }
  }

private:
  static http::host_router hosts() {
    return std::move(*http::host_router::make({.base_domain = "muniment.localhost",
                                               .pattern = "{slug}.{base_domain}",
                                               .primary_workspace = "",
                                               .default_workspace = ""}));
  }

  http::handler made_router() {
    http::routing table{
        hosts(),
        [this](std::string slug) -> boost::asio::awaitable<std::shared_ptr<http::workspace_door>> {
          co_return co_await world.node().workspaces().find(std::move(slug));
        }};
    table.answering = [this](const auto& slug) {
      return world.node().workspaces().answering(slug);
    };
    table.control_origin = oidc_->settings.control_origin;
    table.workspace = oidc::routes(oidc_);
    for (auto& each : account::routes(oidc_))
      table.workspace.push_back(std::move(each));
    for (auto& each : http::admin_routes(admin_))
      table.workspace.push_back(std::move(each));
    table.control = http::control_routes(control_);
    return http::make_router(std::move(table));
  }

  static oidc::oidc_settings settings() {
    oidc::oidc_settings values;
    values.control_origin = "https://api.muniment.localhost:8443";
    return values;
  }

  oidc::login_attempts attempts_{100};
  oidc::login_throttle throttle_;
  std::shared_ptr<const oidc::oidc_context> oidc_ = std::make_shared<const oidc::oidc_context>(
      oidc::oidc_context{world.node().passwords(), attempts_, throttle_, settings(), {}});
  std::shared_ptr<http::operations> operations_ = std::make_shared<http::operations>();
  std::shared_ptr<http::key_rolls> rolls_ = std::make_shared<http::key_rolls>(
      world.node(), operations_, world.executor(), std::chrono::hours{12});
  std::shared_ptr<const http::admin_context> admin_ = std::make_shared<const http::admin_context>(
      http::admin_context{world.node(), operations_, std::make_shared<http::past_folds>()});
  std::shared_ptr<const http::control_plane> control_ =
      std::make_shared<const http::control_plane>(http::control_plane{
          std::make_shared<const http::control_context>(http::control_context{world.node(), oidc_}),
          operations_, rolls_,
          [](const std::string& slug) { return "https://" + slug + ".muniment.localhost:8443"; }});
  http::handler router_ = made_router();
  std::string secret_;
};

}

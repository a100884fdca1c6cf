// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/chapter.hpp"

#include "http/account/paths.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/code_exchange.hpp"
#include "http/oidc/introspection.hpp"
#include "http/oidc/metadata.hpp"

#include <boost/json/parse.hpp>

namespace muniment::oidc {
namespace {

namespace json = boost::json;
using openapi::failures;
using openapi::form_member;
using openapi::operation;
using members = std::vector<form_member>;

json::object schema_of(const json::value& value) {
  switch (value.kind()) {
  case json::kind::object:
    return {{"type", "object"}};
  case json::kind::array:
    return {{"type", "array"},
            {"items", value.get_array().empty() ? json::object{} : schema_of(value.at(0))}};
  case json::kind::bool_:
    return {{"type", "boolean"}};
  case json::kind::string:
    return {{"type", "string"}};
  default:
    return {{"type", "integer"}};
  }
}

/// Of what a builder of replies makes: of all it can hold, and of as little as it holds.
json::object schema_of(const std::string& most, const std::string& least) {
  json::object properties;
  json::array required;
  const auto all = json::parse(most);
  const auto always = json::parse(least);
  for (const auto& each : all.as_object())
    properties[each.key()] = schema_of(each.value());
  for (const auto& each : always.as_object())
    required.push_back(json::string{each.key()});
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

json::object token_schema() {
  const given_tokens most{"token", 1, {"openid"}, "token", "token"};
  return schema_of(token_reply(most), token_reply({"token", 1, {}}));
}

/// Audiences are one text or more (RFC 7519 section 4.1.3).
json::object introspection_schema() {
  auto schema = schema_of(active_access_token({{"iss", "a"},
                                               {"sub", "a"},
                                               {"aud", "a"},
                                               {"exp", 1},
                                               {"iat", 1},
                                               {"jti", "a"},
                                               {"client_id", "a"},
                                               {"scope", "a"},
                                               {"sid", "a"},
                                               {"act", json::object{}}},
                                              {"a"}),
                          inactive_token());
  schema["properties"].as_object()["aud"] =
      json::object{{"type", json::array{"string", "array"}}, {"items", {{"type", "string"}}}};
  return schema;
}

json::object userinfo_schema() {
  const person most{{}, "a", "a", "a", "a", true};
  return schema_of(userinfo_claims(most, {"profile", "email"}), userinfo_claims({}, {}));
}

openapi::components schemas() {
  const auto discovery = discovery_document("https://a");
  return {{"discovery", schema_of(discovery, discovery)},
          {"key_set", schema_of(key_set({}), key_set({}))},
          {"tokens", token_schema()},
          {"introspection", introspection_schema()},
          {"userinfo", userinfo_schema()}};
}

json::object referred(const std::string& schema) {
  return {{"$ref", "#/components/schemas/" + schema}};
}

const members& client_members() {
  static const members all{
      {"client_id", "Who asks; for clients that do not use HTTP Basic.", false},
      {"client_secret", "Of a client that shows its secret in the form.", false}};
  return all;
}

members with_client(members all) {
  all.insert(all.end(), client_members().begin(), client_members().end());
  return all;
}

json::array any_client() {
  return {json::object{{"client_secret_basic", json::array{}}}, json::object{}};
}

const members& authorization_members() {
  static const members all{
      {"client_id", "Who asks."},
      {"redirect_uri", "Where the code goes: one that is registered."},
      {"response_type", "`code`."},
      {"scope", "Words with spaces between them, `openid` among them for an ID token.", false},
      {"state", "Comes back with the answer.", false},
      {"nonce", "Comes back in the ID token.", false},
      {"code_challenge", "Of PKCE (RFC 7636)."},
      {"code_challenge_method", "`S256`."},
      {"response_mode", "`query`.", false},
      {"resource", "What the access token is for (RFC 8707).", false},
      {"prompt", "`none`, or words of `login`, `consent` and `select_account`.", false},
      {"max_age", "For so many seconds a login counts.", false},
      {"login_hint", "Stands in the form already.", false},
      {"id_token_hint", "An ID token of who is to sign in; nobody else is let through.", false},
      {"display", "`page`, `popup`, `touch` or `wap`; all look the same.", false}};
  return all;
}

const members& logout_members() {
  static const members all{
      {"id_token_hint", "An ID token of the session.", false},
      {"client_id", "Who asks; else the ID token says it.", false},
      {"post_logout_redirect_uri", "Where the browser goes: one that is registered.", false},
      {"state", "Comes back with the browser.", false}};
  return all;
}

json::array in_query(const members& all) {
  json::array parameters;
  for (const auto& each : all) {
    json::object parameter{{"name", each.name}, {"in", "query"}, {"required", each.required}};
    parameter["description"] = each.says;
    parameter["schema"] = json::object{{"type", "string"}};
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

/// Everybody may ask.
json::array nobody_in_particular() { return {json::object{}}; }

operation document(std::string id, std::string_view path, std::string summary,
                   json::object schema) {
  operation told{"GET", std::string{path}, std::move(summary), "oauth"};
  told.id = std::move(id);
  told.told = failures::oauth;
  told.security = nobody_in_particular();
  told.replies = openapi::json_reply(200, std::move(schema));
  return told;
}

operation form(std::string id, std::string_view path, std::string summary, const members& sent,
               json::object schema) {
  operation told{"POST", std::string{path}, std::move(summary), "oauth"};
  told.id = std::move(id);
  told.told = failures::oauth;
  told.security = any_client();
  told.body = openapi::form_body(with_client(sent));
  told.replies = openapi::json_reply(200, std::move(schema));
  return told;
}

operation userinfo_by(std::string id, std::string method) {
  operation told{std::move(method), std::string{paths::userinfo},
                 "What the scopes of an access token tell of its user.", "oauth"};
  told.id = std::move(id);
  told.told = failures::oauth;
  told.scope = "openid";
  told.replies = openapi::json_reply(200, referred("userinfo"));
  return told;
}

/// What the browser's own rules ask before a script may (Fetch).
operation preflight(std::string id, std::string_view path) {
  operation told{"OPTIONS", std::string{path}, "A preflight of CORS.", "oauth"};
  told.id = std::move(id);
  told.told = failures::none;
  told.security = nobody_in_particular();
  told.replies["204"] = json::object{{"description", "What scripts may do, in its fields."}};
  return told;
}

operation page(std::string id, std::string method, std::string_view path, std::string summary) {
  operation told{std::move(method), std::string{path}, std::move(summary), "pages"};
  told.id = std::move(id);
  told.told = failures::page;
  told.security = nobody_in_particular();
  told.replies = openapi::page_reply(200);
  told.replies["303"] = json::object{{"description", "The browser goes on elsewhere."}};
  return told;
}

/// Of what answers forms that lead to a client, in the end.
operation leading_on(operation told) {
  told.replies.at("200").as_object()["description"] =
      "A page; after the last form one that leads on to the client.";
  return told;
}

operation with_query(operation told, const members& sent) {
  told.parameters = in_query(sent);
  return told;
}

operation with_form(operation told, const members& sent) {
  told.body = openapi::form_body(sent);
  return told;
}

std::vector<operation> documents() {
  return {document("discovery", paths::openid_configuration,
                   "What the workspace can do (OpenID Connect Discovery).", referred("discovery")),
          document("oauth_discovery", paths::oauth_configuration, "The same, for OAuth (RFC 8414).",
                   referred("discovery")),
          document("keys", paths::keys, "The public keys that verify tokens (RFC 7517).",
                   referred("key_set"))};
}

std::vector<operation> for_clients() {
  return {form("give_tokens", paths::token, "Gives tokens (RFC 6749 section 3.2).",
               {{"grant_type", "`authorization_code`, `refresh_token` or `client_credentials`."},
                {"code", "For `authorization_code`: the code.", false},
                {"redirect_uri", "For `authorization_code`: where the code went.", false},
                {"code_verifier", "For `authorization_code`: of PKCE (RFC 7636).", false},
                {"refresh_token", "For `refresh_token`: the newest one.", false},
                {"scope", "For `refresh_token` and `client_credentials`: less than all.", false},
                {"resource",
                 "What the token is for (RFC 8707): with any grant the client's project, with "
                 "`client_credentials` also an API of this server.",
                 false}},
               referred("tokens")),
          form("introspect", paths::introspect,
               "Tells a client what a token allows, if the client may know (RFC 7662).",
               {{"token", "An access or refresh token."}}, referred("introspection")),
          form("revoke", paths::revoke, "Ends a token and its grant (RFC 7009).",
               {{"token", "An access or refresh token of the client's own."}},
               {{"type", "object"}}),
          userinfo_by("userinfo", "GET"),
          userinfo_by("userinfo_by_post", "POST"),
          preflight("preflight_discovery", paths::openid_configuration),
          preflight("preflight_oauth_discovery", paths::oauth_configuration),
          preflight("preflight_keys", paths::keys),
          preflight("preflight_token", paths::token),
          preflight("preflight_revoke", paths::revoke),
          preflight("preflight_userinfo", paths::userinfo)};
}

std::vector<operation> for_browsers() {
  return {
      with_query(page("authorize", "GET", paths::authorize,
                      "Begins a login for a client (RFC 6749 section 4.1.1)."),
                 authorization_members()),
      with_form(page("authorize_by_post", "POST", paths::authorize, "The same, by a form."),
                authorization_members()),
      leading_on(page("resume", "GET", paths::resume, "Goes on with a login that was begun.")),
      page("show_login", "GET", paths::login, "Asks who is there."),
      leading_on(page("log_in", "POST", paths::login, "Takes the form of the login.")),
      leading_on(
          page("take_account", "POST", paths::select_account, "Takes the choice of an account.")),
      leading_on(page("take_new_password", "POST", paths::new_password, "Takes a new password.")),
      leading_on(
          page("take_consent", "POST", paths::consent, "Takes the answer to a client's wish.")),
      with_query(page("log_out", "GET", paths::end_session,
                      "Ends a session for a client (RP-Initiated Logout)."),
                 logout_members()),
      with_form(page("log_out_by_post", "POST", paths::end_session, "The same, by a form."),
                logout_members()),
      leading_on(
          page("confirm_logout", "POST", paths::confirm_logout, "Takes the answer to a logout.")),
      page("show_home", "GET", account::paths::home, "Where people arrive by themselves."),
      page("show_account", "GET", account::paths::account, "Who is signed in."),
      page("show_password_form", "GET", account::paths::password, "Asks for another password."),
      page("change_password", "POST", account::paths::password,
           "Takes another password, and ends the person's other sessions."),
      page("sign_out", "POST", account::paths::sign_out, "Ends the session of the browser."),
      page("show_signed_out", "GET", account::paths::signed_out, "Says that it has ended.")};
}

}

openapi::chapter told_routes() {
  openapi::chapter all{documents(), schemas()};
  for (auto& each : for_clients())
    all.operations.push_back(std::move(each));
  for (auto& each : for_browsers())
    all.operations.push_back(std::move(each));
  return all;
}

}

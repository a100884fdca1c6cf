// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorize_steps.hpp"

#include "actors/lawful.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/pkce.hpp"
#include "http/oidc/redirect_uri.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/words.hpp"
#include "http/server/octets.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace muniment::oidc {
namespace {

using http::oauth_error;
using answer = std::optional<oauth_error>;

constexpr std::array<std::string_view, 4> scopes{"openid", "profile", "email", offline_scope};
constexpr std::array<std::string_view, 4> prompts{"none", "login", "consent", "select_account"};
/// All that OIDC Core knows are taken. `popup`, the last, is not promised: by our pages'
/// `Cross-Origin-Opener-Policy` a popup loses its opener for good, which then waits in vain.
constexpr std::array<std::string_view, 4> displays{"page", "touch", "wap", "popup"};

answer invalid(http::fixed_text description) { return oauth_error{"invalid_request", description}; }

answer client_id(const sent_request& sent, authorization_request&) {
  if (sent.parameters.repeats("client_id")) return invalid("client_id stands more than once.");
  if (!sent.parameters.given("client_id")) return invalid("client_id is missing.");
  return {};
}

answer known_client(const sent_request& sent, authorization_request& wanted) {
  if (!sent.client || sent.client->deleted_at)
    return oauth_error{"invalid_client", "No client with this client_id is registered here."};
  wanted.client = sent.client->id;
  return {};
}

answer redirect_uri(const sent_request& sent, authorization_request& wanted) {
  if (sent.parameters.repeats("redirect_uri"))
    return invalid("redirect_uri stands more than once.");
  const auto uri = sent.parameters.given("redirect_uri");
  if (!uri) return invalid("redirect_uri is missing.");
  const auto registered = [&](const std::string& each) {
    return redirect_uri_matches(each, *uri, kind_of(sent.client->kind));
  };
  if (!std::ranges::any_of(sent.client->redirect_uris, registered))
    return invalid("redirect_uri is not one that is registered for this client. It is compared "
                   "character by character.");
  wanted.redirect_uri = *uri;
  return {};
}

answer state(const sent_request& sent, authorization_request& wanted) {
  if (sent.parameters.repeats("state")) return invalid("state stands more than once.");
  const auto text = sent.parameters.given("state");
  if (!text) return {};
  if (text->size() > longest_state) return invalid("state is longer than 2048 octets.");
  wanted.state = *text;
  return {};
}

/// All but `resource`, which RFC 8707 section 2 lets stand more than once: its own step answers.
answer once(const sent_request& sent, authorization_request&) {
  const auto repeated = [&](const http::form_parameter& each) {
    return each.name != "resource" && sent.parameters.repeats(each.name);
  };
  if (std::ranges::none_of(sent.parameters.parameters(), repeated)) return {};
  return invalid("A parameter stands more than once.");
}

answer request_object(const sent_request& sent, authorization_request&) {
  if (!sent.parameters.given("request")) return {};
  return oauth_error{"request_not_supported", "Request objects are not supported."};
}

answer request_uri(const sent_request& sent, authorization_request&) {
  if (!sent.parameters.given("request_uri")) return {};
  return oauth_error{"request_uri_not_supported", "Request objects are not supported."};
}

answer registration(const sent_request& sent, authorization_request&) {
  if (!sent.parameters.given("registration")) return {};
  return oauth_error{"registration_not_supported", "Clients are registered beforehand."};
}

answer response_type(const sent_request& sent, authorization_request&) {
  const auto type = sent.parameters.given("response_type");
  if (!type) return invalid("response_type is missing.");
  if (*type == "code") return {};
  return oauth_error{"unsupported_response_type", "The only response_type is code."};
}

answer response_mode(const sent_request& sent, authorization_request&) {
  const auto mode = sent.parameters.given("response_mode");
  if (!mode || *mode == "query") return {};
  return invalid("The only response_mode is query.");
}

answer allowed(const sent_request& sent, authorization_request&) {
  if (among(sent.client->grant_types, "authorization_code")) return {};
  return oauth_error{"unauthorized_client",
                     "This client is not registered for authorization_code."};
}

/// There is one place that tokens of the code flow are for, whether it is named or not.
answer resource(const sent_request& sent, authorization_request&) {
  if (sent.parameters.repeats("resource"))
    return oauth_error{"invalid_target", "Tokens are given for one resource at a time."};
  const auto named = sent.parameters.given("resource");
  if (!named || *named == project_audience(sent.client->project)) return {};
  return oauth_error{"invalid_target", "resource names nothing that tokens are given for here."};
}

/// What a person can allow: to be known, and what they may do here themselves.
bool may_be_asked(const std::string& scope) {
  return std::ranges::find(scopes, scope) != scopes.end() || administers({scope});
}

/// Who may not refresh asks in vain for a grant that outlasts the session, and is not refused for
/// it (OIDC Core section 11).
bool may_have(const clients::row& client, const std::string& scope) {
  if (scope == offline_scope && !among(client.grant_types, "refresh_token")) return false;
  return may_be_asked(scope) && among(client.scopes, scope);
}

answer scope(const sent_request& sent, authorization_request& wanted) {
  const auto list = sent.parameters.given("scope");
  if (!list) return oauth_error{"invalid_scope", "scope is missing."};
  const auto asked = split_words(*list);
  if (!asked) return oauth_error{"invalid_scope", "scope is no list of words parted by one space."};
  for (const auto& each : *asked)
    if (may_have(*sent.client, each)) wanted.scopes.push_back(each);
  if (!wanted.scopes.empty()) return {};
  return oauth_error{"invalid_scope", "This client may have none of these scopes."};
}

answer challenge_method(const sent_request& sent, authorization_request&) {
  if (!sent.parameters.given("code_challenge"))
    return invalid("code_challenge is missing. PKCE is required of every client.");
  // Left out it would mean `plain` (RFC 7636 section 4.3).
  if (sent.parameters.given("code_challenge_method") == challenge_method_s256) return {};
  return invalid("code_challenge_method must be S256.");
}

answer challenge(const sent_request& sent, authorization_request& wanted) {
  const auto text = sent.parameters.given("code_challenge");
  if (!is_code_challenge(*text))
    return invalid("code_challenge is not the base64url of a SHA-256 digest.");
  wanted.code_challenge = *text;
  return {};
}

answer nonce(const sent_request& sent, authorization_request& wanted) {
  const auto text = sent.parameters.given("nonce");
  if (!text) return {};
  if (text->size() > longest_nonce) return invalid("nonce is longer than 512 characters.");
  if (!lawful::text(*text, longest_nonce)) return invalid("nonce holds a control character.");
  wanted.nonce = *text;
  return {};
}

answer prompt(const sent_request& sent, authorization_request& wanted) {
  const auto text = sent.parameters.given("prompt");
  if (!text) return {};
  const auto words = split_words(*text);
  const auto known = [](const std::string& word) {
    return std::ranges::find(prompts, word) != prompts.end();
  };
  if (!words || !std::ranges::all_of(*words, known))
    return invalid("prompt holds a value that is not known here.");
  wanted.silent = among(*words, "none");
  if (wanted.silent && words->size() > 1) return invalid("prompt=none stands alone.");
  wanted.ask_login = among(*words, "login");
  wanted.ask_account = among(*words, "select_account");
  wanted.ask_consent = among(*words, "consent");
  return {};
}

answer max_age(const sent_request& sent, authorization_request& wanted) {
  const auto text = sent.parameters.given("max_age");
  if (!text) return {};
  std::uint32_t seconds{};
  const auto* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, seconds);
  if (read.ec != std::errc{} || read.ptr != end)
    return invalid("max_age is not a number of seconds.");
  wanted.max_age = seconds;
  return {};
}

answer login_hint(const sent_request& sent, authorization_request& wanted) {
  const auto text = sent.parameters.given("login_hint");
  // A hint that is no name of ours is passed over: it decides nothing.
  if (text && lawful::text(*text, longest_login_hint)) wanted.login_hint = *text;
  return {};
}

answer display(const sent_request& sent, authorization_request&) {
  const auto text = sent.parameters.given("display");
  if (!text || std::ranges::find(displays, *text) != displays.end()) return {};
  return invalid("display holds a value that is not known here.");
}

constexpr auto page = told::on_a_page;
constexpr auto client = told::to_the_client;

constexpr std::array steps{
    authorization_step{"client_id", "RFC 6749 sections 3.1 and 4.1.1", page, client_id},
    authorization_step{"known_client", "RFC 6749 section 4.1.2.1", page, known_client},
    authorization_step{"redirect_uri", "RFC 9700 section 2.1", page, redirect_uri},
    // What would be sent to the client without its state is told here (section 4.1.2.1).
    authorization_step{"state", "RFC 6749 section 4.1.1", page, state},
    authorization_step{"once", "RFC 6749 section 3.1", client, once},
    authorization_step{"request", "OIDC Core section 6.1", client, request_object},
    authorization_step{"request_uri", "OIDC Core section 6.2", client, request_uri},
    authorization_step{"registration", "OIDC Core section 7.2.1", client, registration},
    authorization_step{"response_type", "RFC 6749 section 3.1.1", client, response_type},
    authorization_step{"response_mode", "OAuth Multiple Response Types section 2.1", client,
                       response_mode},
    authorization_step{"allowed", "RFC 6749 section 4.1.2.1", client, allowed},
    authorization_step{"resource", "RFC 8707 sections 2 and 2.1", client, resource},
    authorization_step{"scope", "RFC 6749 section 3.3", client, scope},
    authorization_step{"code_challenge_method", "RFC 7636 section 4.4.1", client, challenge_method},
    authorization_step{"code_challenge", "RFC 7636 section 4.2", client, challenge},
    authorization_step{"nonce", "OIDC Core section 3.1.2.1", client, nonce},
    authorization_step{"prompt", "OIDC Core section 3.1.2.1", client, prompt},
    authorization_step{"max_age", "OIDC Core section 3.1.2.1", client, max_age},
    authorization_step{"login_hint", "OIDC Core section 3.1.2.1", client, login_hint},
    authorization_step{"display", "OIDC Core section 3.1.2.1", client, display},
};

}

std::span<const authorization_step> authorization_steps() { return steps; }

checked_request check(const sent_request& sent) {
  checked_request result;
  for (const auto& step : steps)
    if (const auto why = step.apply(sent, result.wanted)) {
      result.refused = checked_request::refusal{step.name, step.where, *why};
      break;
    }
  return result;
}

std::optional<std::string_view> named_client(const http::form& parameters) {
  return parameters.repeats("client_id") ? std::nullopt : parameters.find("client_id");
}

std::span<const std::string_view> supported_scopes() { return scopes; }

std::span<const std::string_view> supported_prompts() { return prompts; }

std::span<const std::string_view> supported_displays() {
  return std::span{displays}.first<displays.size() - 1>();
}

}

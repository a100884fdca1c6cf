// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/call.hpp"
#include "http/oidc/metadata.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muniment::test {

namespace asio = boost::asio;

/// A door that says what a test told it and notes what it was asked. It decides nothing: whether
/// the aggregates agree with what it says is shown elsewhere.
class scripted_door : public http::workspace_door {
public:
  template <class Row>
  using rows = std::map<uuid, std::shared_ptr<const Row>>;

  http::workspace_identity who{uuid::random({1}), uuid::random({2}), "demo",
                               "https://demo.example:8443"};
  instant clock = *parse_instant("2026-03-03T12:00:00Z");
  rows<clients::row> clients_known;
  rows<users::row> users_known;
  rows<sessions::row> sessions_known;
  rows<grants::row> grants_known;
  rows<consents::row> consents_known;
  std::map<uuid, grant::state<muniment::opened>> grant_states;
  std::map<uuid, service_token::state<muniment::opened>> service_tokens;
  std::map<bytes, uuid> holders;
  std::map<uuid, http::opened_user> people;
  std::map<uuid, credential::state<muniment::opened>> credentials;
  std::vector<signing_keys::row> keys;
  std::map<std::string, std::string> refusing; ///< category to the refusal it answers
  std::map<std::string, int> passing;          ///< so many of a category before that
  std::map<std::string, int> refusing_only;    ///< and none after so many, where it is said
  bool can_sign = true;                        ///< else the signing threads are busy
  bool can_list = true;                        ///< else no table can be read
  std::size_t rows_of_page = 2;                ///< of a user's sessions and grants
  bool remembers_origins = true;               ///< else nobody asked for one yet
  /// What happens before a wish is answered, once it was asked; unless null.
  std::function<asio::awaitable<void>(const command_envelope&)> before_answer;

  std::vector<command_envelope> wishes; ///< what was decided, in order
  std::vector<std::string> asked;       ///< every question, in order

  const http::workspace_identity& identity() const override { return who; }
  instant now() const override { return clock; }

  asio::awaitable<command_reply> decide(command_envelope wish) override {
    asked.push_back("decide " + wish.category);
    wishes.push_back(wish);
    if (before_answer) co_await before_answer(wish);
    const bool passes = passing[wish.category]-- > 0;
    auto refused = passes ? refusing.end() : refusing.find(wish.category);
    const auto left = refusing_only.find(wish.category);
    if (left != refusing_only.end() && left->second-- <= 0) refused = refusing.end();
    const auto* entry = refused == refusing.end() ? nullptr : find_refusal(refused->second);
    // As the door promises: what passes is thrown, a lawful no is answered.
    if (entry && entry->http_status == 503) throw http::workspace_unavailable{"scripted"};
    if (refused != refusing.end())
      co_return command_reply{command_verdict::refused, 0, refused->second};
    co_return command_reply{command_verdict::accepted, wishes.size(), ""};
  }

  asio::awaitable<std::shared_ptr<const clients::row>> client(uuid id) override {
    co_return row(clients_known, id, "client");
  }
  asio::awaitable<std::shared_ptr<const users::row>> user(uuid id) override {
    co_return row(users_known, id, "user");
  }
  asio::awaitable<std::shared_ptr<const sessions::row>> session(uuid id) override {
    co_return row(sessions_known, id, "session");
  }
  asio::awaitable<std::shared_ptr<const grants::row>> grant(uuid id) override {
    co_return row(grants_known, id, "grant");
  }

  asio::awaitable<std::shared_ptr<const consents::row>> consent(uuid id) override {
    co_return row(consents_known, id, "consent");
  }
  asio::awaitable<std::vector<grants::row>> open_grants(uuid session, std::size_t limit) override {
    asked.emplace_back("open grants");
    std::vector<grants::row> found;
    for (const auto& [key, each] : grants_known)
      if (each->session == session && each->phase != grants::phase::ended && found.size() < limit)
        found.push_back(*each);
    co_return found;
  }
  asio::awaitable<http::rows_page<sessions::row>> sessions_of(uuid user,
                                                              std::optional<uuid> after) override {
    co_return page_of(sessions_known, user, after, [now = clock](const sessions::row& row) {
      return !row.ended_at && now < row.expires_at;
    });
  }
  asio::awaitable<http::rows_page<grants::row>> grants_of(uuid user,
                                                          std::optional<uuid> after) override {
    co_return page_of(grants_known, user, after, [now = clock](const grants::row& row) {
      return row.phase != grants::phase::ended && now < row.expires_at;
    });
  }
  asio::awaitable<bool> is_client_origin(std::string origin) override {
    co_return has_origin(origin);
  }
  [[nodiscard]] bool knows_client_origin(const std::string& origin) const override {
    return remembers_origins && has_origin(origin);
  }
  asio::awaitable<grant::state<muniment::opened>> grant_state(uuid id) override {
    co_return state(grant_states, id);
  }
  asio::awaitable<service_token::state<muniment::opened>> service_token_state(uuid id) override {
    co_return state(service_tokens, id);
  }

  asio::awaitable<std::optional<uuid>> holder(claim wanted) override {
    asked.push_back("holder");
    const auto found = holders.find(wanted.digest);
    co_return found == holders.end() ? std::nullopt : std::optional(found->second);
  }

  asio::awaitable<std::optional<http::opened_user>> opened(uuid user) override {
    asked.push_back("opened");
    const auto found = people.find(user);
    co_return found == people.end() ? std::nullopt : std::optional(found->second);
  }

  asio::awaitable<credential::state<muniment::opened>> credential_of(uuid user) override {
    asked.push_back("credential");
    const auto found = credentials.find(user);
    co_return found == credentials.end() ? credential::state<muniment::opened>{} : found->second;
  }

  asio::awaitable<crypto::hash> lookup_digest(std::string purpose, std::string text) override {
    asked.push_back("digest " + purpose);
    co_return crypto::sha256(as_bytes(purpose + " " + text));
  }
  asio::awaitable<crypto::hash> client_secret_digest(uuid client, std::string secret) override {
    co_return crypto::sha256(as_bytes(to_string(client) + " " + secret));
  }

  asio::awaitable<std::string> seal(std::string purpose, bytes plain) override {
    co_return sealed_text(purpose, plain);
  }
  asio::awaitable<std::optional<bytes>> unseal(std::string purpose, std::string box) override {
    const auto mark = purpose + ".";
    if (!box.starts_with(mark)) co_return std::nullopt;
    co_return crypto::base64url_decode(box.substr(mark.size()));
  }
  static std::string sealed_text(std::string_view purpose, bytes_view plain) {
    return std::string(purpose) + "." + crypto::base64url_encode(plain);
  }

  asio::awaitable<std::optional<http::signing_choice>> signer(std::string algorithm) override {
    if (algorithm != "RS256") co_return std::nullopt;
    http::signing_choice choice{"key-1", algorithm};
    co_return choice;
  }
  asio::awaitable<std::string> sign(std::string key_id, std::string typ,
                                    std::string claims) override {
    if (!can_sign) throw http::workspace_unavailable{"scripted"};
    co_return signed_text(key_id, typ, claims);
  }
  asio::awaitable<http::claims_set> verified_claims(std::string typ, std::string token) override {
    const auto mark = crypto::hex_encode(as_bytes(typ)) + ".key-1.";
    if (!token.starts_with(mark)) co_return nullptr;
    const auto claims = crypto::base64url_decode(token.substr(mark.size()));
    auto read = claims ? crypto::parse_strict_object(as_text(*claims)) : std::nullopt;
    co_return read ? std::make_shared<const boost::json::object>(std::move(*read)) : nullptr;
  }
  asio::awaitable<http::claims_set> hinted_claims(std::string typ, std::string token) override {
    co_return co_await verified_claims(std::move(typ), std::move(token));
  }
  static std::string signed_text(std::string_view key_id, std::string_view typ,
                                 std::string_view claims) {
    return crypto::hex_encode(as_bytes(typ)) + "." + std::string(key_id) + "." +
           crypto::base64url_encode(as_bytes(claims));
  }

  asio::awaitable<std::shared_ptr<const http::tagged_text>> key_set() override {
    co_return std::make_shared<const http::tagged_text>(http::tagged(oidc::key_set(keys)));
  }

private:
  [[nodiscard]] bool has_origin(const std::string& origin) const {
    return std::ranges::any_of(clients_known, [&](const auto& each) {
      return !each.second->deleted_at && std::ranges::count(each.second->origins, origin) > 0;
    });
  }

  template <class State>
  static State state(const std::map<uuid, State>& known, const uuid& id) {
    const auto found = known.find(id);
    return found == known.end() ? State{} : found->second;
  }

  /// As a table is read: of a full page there is another one behind it, whatever is kept of it.
  template <class Row, class Keep>
  http::rows_page<Row> page_of(const rows<Row>& known, const uuid& user,
                               const std::optional<uuid>& after, Keep keep) const {
    if (!can_list) throw http::workspace_unavailable{"scripted"};
    http::rows_page<Row> page;
    std::size_t seen = 0;
    for (const auto& [id, row] : known) {
      if (row->user != user || (after && id <= *after)) continue;
      if (keep(*row)) page.rows.push_back(*row);
      if (++seen < rows_of_page) continue;
      page.next = id;
      break;
    }
    return page;
  }

  template <class Row>
  std::shared_ptr<const Row> row(const rows<Row>& known, const uuid& id, const char* question) {
    asked.emplace_back(question);
    const auto found = known.find(id);
    return found == known.end() ? nullptr : found->second;
  }
};

/// Runs a coroutine to its end and returns what it returns, or throws what it throws.
template <class T>
T finished(asio::awaitable<T> running) {
  asio::io_context loop;
  std::optional<T> result;
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(running), [&](std::exception_ptr error, T value) {
    thrown = error;
    if (!error) result = std::move(value);
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(result.value());
}

}

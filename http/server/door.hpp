// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/claim.hpp"
#include "actors/command_envelope.hpp"
#include "actors/credential.hpp"
#include "actors/grant.hpp"
#include "actors/service_token.hpp"
#include "crypto/bytes.hpp"
#include "crypto/digest.hpp"
#include "http/server/entity_tag.hpp"
#include "http/server/message.hpp"
#include "projections/clients.hpp"
#include "projections/consents.hpp"
#include "projections/grants.hpp"
#include "projections/sessions.hpp"
#include "projections/users.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace muniment::http {

/// Who a workspace is.
struct workspace_identity {
  uuid id;
  uuid journal;
  std::string slug;
  std::string issuer; ///< canonical, without a trailing slash
};

/// A person, opened to be rendered: never stored, never logged.
struct opened_user {
  uuid id;
  users::phase phase = users::phase::active;
  std::optional<std::string> user_name = {};
  std::optional<std::string> email = {};
  bool email_verified = false;
  std::optional<std::string> display_name = {};
  std::optional<std::string> locale = {};
};

/// Rows of a list in the order of their ids, and after which it goes on; nothing there is its end.
template <class Row>
struct rows_page {
  std::vector<Row> rows = {};
  std::optional<uuid> next = {};
};

/// What signs, and under which name it is published.
struct signing_choice {
  std::string key_id;
  std::string algorithm;
};

/// The claims of a token that was verified (RFC 7519 section 4); null where there are none.
using claims_set = std::shared_ptr<const boost::json::object>;

/// The workspace is not there for this request: waking, recovering, overloaded, or its database out
/// of reach. Answered with 503 and Retry-After by the router. The cause is for the log: it names no
/// data and no secret.
class workspace_unavailable : public std::runtime_error {
public:
  explicit workspace_unavailable(const std::string& cause) : std::runtime_error{cause} {}
};

/// What handlers may ask of one workspace; keeps actors, SQL and keys out of their sight. Every
/// coroutine runs on the caller's executor and ends by itself within the limits of the node. Any of
/// them throws `workspace_unavailable`. Reads reflect everything that `decide` answered before.
class workspace_door {
public:
  virtual ~workspace_door() = default;

  [[nodiscard]] virtual const workspace_identity& identity() const = 0;

  /// The server's clock, in milliseconds since 1970.
  [[nodiscard]] virtual instant now() const = 0;

  /// In which term of this node the workspace is held; 0 while another node may answer for it. What
  /// was begun under one lease may not be answered under another, or none.
  [[nodiscard]] virtual std::uint64_t lease() const { return 1; }

  /// Hands a wish to the aggregate that decides it; answers after the commit, and when the read
  /// models in memory reflect it: with a yes or a lawful no. Where nobody can say now what becomes
  /// of it, it throws. What it returns keeps the workspace: whoever asked may be gone before it is
  /// awaited.
  virtual asio::awaitable<command_reply> decide(command_envelope wish) = 0;

  // --- Rows; null when there is none.
  virtual asio::awaitable<std::shared_ptr<const clients::row>> client(uuid id) = 0;
  virtual asio::awaitable<std::shared_ptr<const users::row>> user(uuid id) = 0;
  virtual asio::awaitable<std::shared_ptr<const sessions::row>> session(uuid id) = 0;
  virtual asio::awaitable<std::shared_ptr<const grants::row>> grant(uuid id) = 0;
  virtual asio::awaitable<std::shared_ptr<const consents::row>> consent(uuid id) = 0;

  /// Those of a session that have not ended, at most `limit`; more are found once these have. For
  /// what is rare: it reads the table, and of a session with very many grants the first thousands
  /// only. So it serves no check: what is not found is over with its session all the same.
  virtual asio::awaitable<std::vector<grants::row>> open_grants(uuid session,
                                                                std::size_t limit) = 0;

  /// A page of a user's sessions that stand, and of the grants of theirs that have not ended: the
  /// first one, or that after an id. All of them are found. For what is rare: it waits until the
  /// table reflects what was acknowledged before the first page was asked for, and reads that. A
  /// page may be empty and yet have a next one.
  virtual asio::awaitable<rows_page<sessions::row>> sessions_of(uuid user,
                                                                std::optional<uuid> after) = 0;
  virtual asio::awaitable<rows_page<grants::row>> grants_of(uuid user,
                                                            std::optional<uuid> after) = 0;

  /// Whether scripts of this origin belong to a client of the workspace that is not deleted. In a
  /// workspace with very many clients those beyond the first tens of thousands are not known.
  virtual asio::awaitable<bool> is_client_origin(std::string origin) = 0;

  /// The same by what is in memory: neither waits nor throws. False also where nobody has asked
  /// `is_client_origin` since a client changed, or since the workspace woke.
  [[nodiscard]] virtual bool knows_client_origin(const std::string& origin) const = 0;

  /// The stream that holds a claim.
  virtual asio::awaitable<std::optional<uuid>> holder(claim wanted) = 0;

  /// A person with the personal fields opened; nothing when unknown. One who was erased has none.
  virtual asio::awaitable<std::optional<opened_user>> opened(uuid user) = 0;

  /// The credential's state, opened; `absent` when there is none.
  virtual asio::awaitable<credential::state<muniment::opened>> credential_of(uuid user) = 0;

  /// The states that know secrets which no row holds; `absent` when there is none.
  virtual asio::awaitable<muniment::grant::state<muniment::opened>> grant_state(uuid id) = 0;
  virtual asio::awaitable<service_token::state<muniment::opened>> service_token_state(uuid id) = 0;

  // --- Keys of the workspace. Digests are HMAC-SHA-256 under keys that never leave it.

  /// As `storage::lookup_keys::digest`: of what people are looked up by, in its canonical spelling.
  virtual asio::awaitable<crypto::hash> lookup_digest(std::string purpose,
                                                      std::string canonical) = 0;
  /// As `storage::lookup_keys::client_secret_digest`.
  virtual asio::awaitable<crypto::hash> client_secret_digest(uuid client, std::string secret) = 0;

  /// Seals what is to come back through a browser (an authorization request, a CSRF token); the box
  /// opens in this workspace only, and for the same purpose only. Both are base64url texts.
  virtual asio::awaitable<std::string> seal(std::string purpose, bytes plain) = 0;
  virtual asio::awaitable<std::optional<bytes>> unseal(std::string purpose, std::string box) = 0;

  /// The active key of an algorithm; nothing when there is none.
  virtual asio::awaitable<std::optional<signing_choice>> signer(std::string algorithm) = 0;

  /// A compact JWS (RFC 7515) of `claims` under the key of that id; what takes long on the signing
  /// threads.
  virtual asio::awaitable<std::string> sign(std::string key_id, std::string typ,
                                            std::string claims) = 0;

  /// The claims of a JWS that a key which the JWKS publishes signed and that names `typ`; null for
  /// any other.
  virtual asio::awaitable<claims_set> verified_claims(std::string typ, std::string token) = 0;

  /// The same of one that comes back as a hint at whom it was about, and lets nobody in (OpenID
  /// Connect Core 1.0 section 3.1.2.1, RP-Initiated Logout 1.0 section 2). It outlives its key's
  /// publication: one that was retired, and not revoked, does as well until the last session that
  /// began while it signed is over.
  virtual asio::awaitable<claims_set> hinted_claims(std::string typ, std::string token) = 0;

  /// The JWKS (RFC 7517 section 5): next, active and retiring keys. Never null.
  virtual asio::awaitable<std::shared_ptr<const tagged_text>> key_set() = 0;
};

}

// SPDX-License-Identifier: Apache-2.0
// What a workspace does with its keys for handlers: opens persons, digests, seals, signs.
#include "http/node/reading.hpp"
#include "http/node/verified_tokens.hpp"
#include "http/node/workspace.hpp"
#include "http/server/work_pool.hpp"

#include "crypto/encoding.hpp"
#include "crypto/jws.hpp"
#include "crypto/seal.hpp"
#include "storage/sealer.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace muniment::http {

namespace {

std::optional<std::string> open_text(const auto& open, std::string_view field,
                                     const std::optional<sealed<std::string>>& box) {
  if (!box) return std::nullopt;
  const auto packed = open(field, bytes_view{box->box});
  if (!packed) return std::nullopt;
  auto text = unpack<std::string>(bytes_view{*packed});
  if (!text) return std::nullopt;
  return std::move(*text);
}

/// The table keeps what is over, too. Blocks.
std::vector<signing_keys::row> all_rows(hot_view<signing_keys::model>& view) {
  constexpr auto page = storage::read_models::list_limit;
  auto rows = view.list({}, page);
  for (auto more = rows.size() == page; more;) {
    const auto next = view.list(rows.back().id, page);
    rows.insert(rows.end(), next.begin(), next.end());
    more = next.size() == page;
  }
  return rows;
}

/// A signature on a curve takes less than handing it to another thread.
bool signs_quickly(crypto::algorithm use) {
  return use == crypto::algorithm::ES256 || use == crypto::algorithm::EdDSA;
}

claims_set verified(std::string_view token, std::span<const crypto::verification_key> keys,
                    std::string_view typ) {
  auto claims = crypto::verify(token, keys, typ);
  if (!claims) return nullptr;
  return std::make_shared<const boost::json::object>(std::move(*claims));
}

bytes as_bytes(std::string_view text) { return {text.begin(), text.end()}; }

/// One box for one purpose in one workspace.
bytes box_name(const std::string& purpose, const uuid& journal) {
  return as_bytes("page " + purpose + " of " + to_string(journal));
}

}

/// Null when there is none any more.
asio::awaitable<storage::shared_key> workspace::subject_key(uuid person) {
  if (auto known = subject_keys_.find(person)) co_return known;
  const auto changes = subject_keys_.changes();
  const subject_key_request wish{person};
  const auto reply = co_await ask<subject_key_reply>(services_.limits.reading, wish);
  if (reply.verdict == read_verdict::unavailable)
    throw workspace_unavailable{"the key of a person cannot be had"};
  if (reply.key) subject_keys_.keep(person, reply.key, changes);
  co_return reply.key;
}

asio::awaitable<opened_user> workspace::open_row(const users::row& row) {
  opened_user person{.id = row.id, .phase = row.phase};
  person.email_verified = row.email_verified;
  person.locale = row.locale;
  if (row.phase == users::phase::erased) co_return person;
  const auto key = co_await subject_key(row.id);
  if (!key) co_return person;
  const auto open =
      storage::opener(key, sealing_place{place_.journal, muniment::user::category, row.id, 0});
  person.user_name = open_text(open, "user_name", row.user_name);
  person.email = open_text(open, "email", row.email);
  person.display_name = open_text(open, "display_name", row.display_name);
  co_return person;
}

asio::awaitable<std::optional<opened_user>> workspace::opened(uuid user) {
  const auto row = co_await this->user(user);
  if (!row) co_return std::nullopt;
  co_return co_await open_row(*row);
}

/// Null when there is none any more.
asio::awaitable<storage::shared_key> workspace::access_key(std::chrono::sys_days day,
                                                           std::optional<uuid> subject) {
  const access_key_request wish{day, subject};
  const auto reply = co_await ask<subject_key_reply>(services_.limits.reading, wish);
  if (reply.verdict == read_verdict::unavailable)
    throw workspace_unavailable{"the key of a day cannot be had"};
  co_return reply.key;
}

/// The keys are kept no longer than this takes: one of somebody who is erased is soon gone.
asio::awaitable<std::vector<std::optional<access_metadata>>>
workspace::open_access(const std::vector<audit::row>& rows) {
  std::map<std::pair<std::chrono::sys_days, std::optional<uuid>>, storage::shared_key> keys;
  std::vector<std::optional<access_metadata>> seen(rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto& row = rows[at];
    const auto day = row.access ? storage::day_of_access(*row.access) : std::nullopt;
    if (!day) continue;
    const std::pair wanted{*day, row.subject};
    auto found = keys.find(wanted);
    if (found == keys.end()) {
      auto key = co_await access_key(*day, row.subject);
      found = keys.emplace(wanted, std::move(key)).first;
    }
    if (!found->second) continue;
    const sealing_place place{place_.journal, row.category, row.stream, row.version};
    seen[at] = storage::open_access(*found->second, place, *row.access);
  }
  co_return seen;
}

/// Kept from the first time on: they stay the same as long as the workspace is.
asio::awaitable<storage::shared_lookup_keys> workspace::lookup_keys() {
  if (!lookup_keys_) {
    const lookup_keys_request wish{};
    const auto reply = co_await ask<lookup_keys_reply>(services_.limits.reading, wish);
    if (reply.verdict != read_verdict::found)
      throw workspace_unavailable{"its look-up keys cannot be had"};
    lookup_keys_ = reply.keys;
  }
  co_return lookup_keys_;
}

asio::awaitable<crypto::hash> workspace::lookup_digest(std::string purpose, std::string canonical) {
  const auto keys = co_await lookup_keys();
  co_return keys->digest(purpose, canonical);
}

asio::awaitable<crypto::hash> workspace::client_secret_digest(uuid client, std::string secret) {
  const auto keys = co_await lookup_keys();
  const crypto::secret_bytes wiped{as_bytes(secret)};
  co_return keys->client_secret_digest(client, wiped.reveal());
}

asio::awaitable<std::shared_ptr<const crypto::sealing_key>> workspace::page_key() {
  if (!page_key_) {
    const auto secret = co_await lookup_digest("page sealing key", "1");
    page_key_ = std::make_shared<const crypto::sealing_key>(secret);
  }
  co_return page_key_;
}

asio::awaitable<std::string> workspace::seal(std::string purpose, bytes plain) {
  const auto key = co_await page_key();
  co_return crypto::base64url_encode(crypto::seal(*key, box_name(purpose, place_.journal), plain));
}

asio::awaitable<std::optional<bytes>> workspace::unseal(std::string purpose, std::string box) {
  const auto sealed_octets = crypto::base64url_decode(box);
  if (!sealed_octets) co_return std::nullopt;
  const auto key = co_await page_key();
  co_return crypto::open(*key, box_name(purpose, place_.journal), *sealed_octets);
}

asio::awaitable<std::vector<signing_keys::row>> workspace::read_keys() {
  auto* view = co_await trusted_view<signing_keys::model>();
  // Memory first: what moves into the table meanwhile is then found there.
  const auto memory = view->snapshot().second;
  auto look = [self = shared_from_this(), view] { return all_rows(*view); };
  auto table = co_await on_reading_thread(services_.reading, std::move(look));
  co_return newest_rows(std::move(table), memory);
}

/// A key that was revoked while the rows were read must not be taken for a good one afterwards.
asio::awaitable<known_keys::shared_rows> workspace::key_rows() {
  constexpr int most_readings = 8;
  const auto self = shared_from_this();
  if (!is_attended()) co_await attend();
  if (auto known = keys_.rows(std::chrono::steady_clock::now(), services_.limits.key_list))
    co_return known;
  // Whoever comes while they are read waits for what is read.
  const auto turn = co_await key_list_turn_->enter();
  for (int reading = 0; reading < most_readings; ++reading) {
    const auto moment = std::chrono::steady_clock::now();
    if (auto known = keys_.rows(moment, services_.limits.key_list)) co_return known;
    const auto changes = keys_.changes();
    auto read = co_await read_keys();
    if (changes != keys_.changes()) continue;
    auto retired = key_rotation::lately_retired(read, now() - services_.rotation.believed);
    const auto rows = std::make_shared<const std::vector<signing_keys::row>>(
        key_rotation::without_past(std::move(read)));
    keys_.learn(rows, std::move(retired), moment);
    plan_keys(*rows);
    co_return rows;
  }
  throw workspace_unavailable{"its signing keys change again and again"};
}

asio::awaitable<std::vector<signing_keys::row>> workspace::list_keys() {
  const auto rows = co_await key_rows();
  co_return *rows;
}

asio::awaitable<std::vector<signing_keys::row>> workspace::published_keys() {
  auto rows = co_await list_keys();
  std::erase_if(
      rows, [](const signing_keys::row& each) { return !signing_keys::is_published(each.phase); });
  co_return rows;
}

asio::awaitable<std::shared_ptr<const tagged_text>> workspace::key_set() {
  co_await key_rows();
  co_return keys_.key_set();
}

/// A key whose time has come signs nothing more, and where none is left another is made.
asio::awaitable<std::optional<signing_choice>> workspace::signer(std::string algorithm) {
  if (!crypto::parse_algorithm(algorithm)) co_return std::nullopt;
  auto rows = co_await key_rows();
  const auto* key = active_key(*rows, algorithm);
  if (!key || keys_due_ <= now()) {
    co_await tend_before_signing(*rows, algorithm);
    rows = co_await key_rows();
    key = active_key(*rows, algorithm);
  }
  if (!key) co_return std::nullopt;
  co_return signing_choice{key->key_id, key->algorithm};
}

/// One that retires may have been chosen for this signature while it was active.
asio::awaitable<known_keys::private_key> workspace::private_key(std::string key_id) {
  const auto rows = co_await key_rows();
  const auto row = std::ranges::find(*rows, key_id, &signing_keys::row::key_id);
  if (row == rows->end() || !may_sign(row->phase))
    throw workspace_unavailable{"the signing key may not sign any more"};
  if (auto known = keys_.find_private(row->id)) co_return known;
  signing_secret_request wish{row->id};
  const auto reply = co_await ask<signing_secret_reply>(services_.limits.reading, std::move(wish));
  if (reply.verdict != read_verdict::found)
    throw workspace_unavailable{"the signing key cannot be had"};
  auto parsed = crypto::signing_key::from_private_der(
      key_id, crypto::parse_algorithm(row->algorithm).value(), reply.der->reveal());
  if (!parsed) throw std::runtime_error{"a stored signing key cannot be read"};
  auto key = std::make_shared<const crypto::signing_key>(std::move(*parsed));
  keys_.keep(row->id, key);
  co_return key;
}

asio::awaitable<std::string> workspace::sign(std::string key_id, std::string typ,
                                             std::string claims) {
  const auto key = co_await private_key(std::move(key_id));
  const auto work = [key, typ = std::move(typ), claims = std::move(claims)] {
    return crypto::sign(*key, typ, claims);
  };
  if (signs_quickly(key->use())) co_return work();
  const auto until = std::chrono::steady_clock::now() + longest_wait_for_thread;
  auto token = co_await services_.signing.run(work, until);
  if (!token) throw workspace_unavailable{"the signing threads are busy"};
  co_return std::move(*token);
}

asio::awaitable<claims_set> workspace::verified_claims(std::string typ, std::string token) {
  co_await key_rows();
  auto& known = *services_.verified;
  const auto name = verified_tokens::name_of(typ, token);
  if (auto claims = known.find(name, keys_.published())) co_return claims;
  auto claims = verified(token, keys_.verifiers(), typ);
  if (claims) known.keep(name, keys_.published(), claims);
  co_return claims;
}

/// A hint comes once: it is not kept.
asio::awaitable<claims_set> workspace::hinted_claims(std::string typ, std::string token) {
  co_await key_rows();
  if (auto claims = verified(token, keys_.verifiers(), typ)) co_return claims;
  co_return verified(token, keys_.hint_verifiers(), typ);
}

}

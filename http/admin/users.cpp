// SPDX-License-Identifier: Apache-2.0
#include "http/admin/users.hpp"

#include "actors/credential.hpp"
#include "actors/user.hpp"
#include "crypto/password.hpp"
#include "crypto/random.hpp"
#include "http/node/node.hpp"
#include "http/oidc/user_name.hpp"
#include "http/server/wish.hpp"
#include "http/server/work_pool.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include <algorithm>

namespace muniment::http {

namespace {

plain<bytes> digest_of(const crypto::hash& digest) {
  return plain{bytes{digest.begin(), digest.end()}};
}

entry_reply reply_of(const uuid& id, const command_reply& reply) {
  return {id, reply.verdict == command_verdict::accepted ? std::string{} : reply.why};
}

/// Addresses are compared without case: no provider tells them apart by it.
std::string canonical_email(std::string email) {
  boost::algorithm::to_lower(email, std::locale::classic());
  return email;
}

/// Throws `workspace_unavailable` when nobody can hash now or in time.
asio::awaitable<std::string> hashed(password_hashing hashing, std::string password) {
  const auto work = [password = std::move(password)] {
    return crypto::hash_password(as_bytes(password));
  };
  auto hash = co_await hashing.pool.run(work, hashing.until);
  if (!hash) throw workspace_unavailable{"nobody can hash a password now"};
  co_return std::move(*hash);
}

asio::awaitable<entry_reply> keep_password(workspace_door& at, uuid user, std::string hash,
                                           bool must_change, wish_origin from) {
  const credential::set_password wish{plain{std::move(hash)}, must_change};
  auto setting = wish_of<credential::noun>(user, wish, std::move(from), at.now());
  const auto reply = co_await at.decide(std::move(setting));
  co_return reply_of(user, reply);
}

/// Whether somebody is, word for word, who was wished for.
bool is_as_wanted(const opened_user& known, const new_user& wanted) {
  return known.phase == users::phase::active && known.user_name == wanted.user_name &&
         known.email == wanted.email && known.email_verified == wanted.email_verified &&
         known.display_name == wanted.display_name && known.locale == wanted.locale;
}

/// Whose entry was cut short: nobody could tell its caller, who asks for the same again.
asio::awaitable<std::optional<uuid>> cut_short(workspace_door& at, const new_user& wanted) {
  const auto id = co_await find_user(at, wanted.user_name);
  if (!id) co_return std::nullopt;
  const auto known = co_await at.opened(*id);
  if (!known || !is_as_wanted(*known, wanted)) co_return std::nullopt;
  const auto credential = co_await at.credential_of(*id);
  if (credential.phase != credential::phase::absent) co_return std::nullopt;
  co_return id;
}

bool is_hashed(const std::string& text) {
  return !text.empty() && text.size() <= crypto::max_password_size;
}

}

password_hashing::password_hashing(node& at, moment ends)
    : pool{at.passwords()}, rules{at.choosing()}, until{ends} {}

std::string made_password(const passwords::rules& asked) {
  constexpr std::size_t fewest_octets = 15;
  // Three octets make four characters.
  return crypto::random_token(std::max(fewest_octets, asked.least_characters * 3 / 4 + 1));
}

asio::awaitable<std::variant<passwords::fault, std::string>>
judged_password(password_hashing hashing, std::string typed, passwords::person whose) {
  auto formed = passwords::well_formed(typed, hashing.rules);
  auto* normal = std::get_if<std::string>(&formed);
  if (!normal) co_return std::get<passwords::fault>(formed);
  const auto work = [&rules = hashing.rules, text = *normal, whose = std::move(whose)] {
    return passwords::find_fault(text, whose, rules);
  };
  const auto wrong = co_await hashing.pool.run(work, hashing.until);
  if (!wrong) throw workspace_unavailable{"nobody can judge a password now"};
  if (*wrong) co_return **wrong;
  co_return std::move(*normal);
}

asio::awaitable<std::optional<uuid>> find_user(workspace_door& at, std::string user_name) {
  auto canonical = oidc::canonical_user_name(user_name);
  if (!canonical) co_return std::nullopt;
  const auto digest = co_await at.lookup_digest("user_name", std::move(*canonical));
  claim wanted{claim_kind::user_name, bytes{digest.begin(), digest.end()}};
  co_return co_await at.holder(std::move(wanted));
}

asio::awaitable<std::optional<uuid>> find_user_by_email(workspace_door& at, std::string email) {
  auto canonical = canonical_email(std::move(email));
  const auto digest = co_await at.lookup_digest("email", std::move(canonical));
  claim wanted{claim_kind::email, bytes{digest.begin(), digest.end()}};
  co_return co_await at.holder(std::move(wanted));
}

asio::awaitable<entry_reply> register_user(workspace_door& at, password_hashing hashing,
                                           new_user wanted, wish_origin from) {
  entry_reply refused{{}, "invalid_value"};
  auto canonical = oidc::canonical_user_name(wanted.user_name);
  if (!canonical || (wanted.password && !is_hashed(*wanted.password))) co_return refused;
  // Before anything is entered, since nobody may be able to hash now.
  std::optional<std::string> hash;
  if (wanted.password) hash = co_await hashed(hashing, std::move(*wanted.password));
  user::register_user wish;
  const auto name = co_await at.lookup_digest("user_name", *canonical);
  wish.user_name = plain{wanted.user_name};
  wish.user_name_digest = digest_of(name);
  if (wanted.email) {
    const auto email = co_await at.lookup_digest("email", canonical_email(*wanted.email));
    wish.email = plain{*wanted.email};
    wish.email_digest = digest_of(email);
    wish.email_verified = wanted.email_verified;
  }
  if (wanted.display_name) wish.display_name = plain{*wanted.display_name};
  wish.locale = wanted.locale;
  auto id = new_user_id(wanted.ids);
  auto entering = wish_of<user::noun>(id, wish, from, at.now());
  const auto entered = co_await at.decide(std::move(entering));
  if (!hash) co_return reply_of(id, entered);
  if (entered.verdict != command_verdict::accepted) {
    if (entered.why != "name_taken") co_return reply_of(id, entered);
    const auto begun = co_await cut_short(at, wanted);
    if (!begun) co_return reply_of(id, entered);
    id = *begun;
  }
  co_return co_await keep_password(at, id, std::move(*hash), wanted.must_change, std::move(from));
}

asio::awaitable<entry_reply> set_password(workspace_door& at, password_hashing hashing, uuid user,
                                          std::string password, bool must_change,
                                          wish_origin from) {
  entry_reply refused{user, "invalid_value"};
  if (!is_hashed(password)) co_return refused;
  auto hash = co_await hashed(hashing, std::move(password));
  co_return co_await keep_password(at, user, std::move(hash), must_change, std::move(from));
}

}

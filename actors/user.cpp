// SPDX-License-Identifier: Apache-2.0
#include "actors/user.hpp"

namespace muniment::user {

namespace {

using answer = decision<event<opened>>;

constexpr std::size_t longest_text = 320;

bool acceptable(const plain<std::string>& text) {
  return !text.erased() && !text.reveal().empty() && text.reveal().size() <= longest_text;
}

bool acceptable(const std::optional<plain<std::string>>& text) {
  return !text || acceptable(*text);
}

bool known(const state<opened>& user) {
  return user.phase == phase::active || user.phase == phase::disabled;
}

refusal_code why_unknown(const state<opened>& user) {
  return user.phase == phase::erased ? refusal_code::erased : refusal_code::not_found;
}

answer nothing() { return consequences<event<opened>>{}; }

std::vector<claim> claims_of(const plain<bytes>& user_name,
                             const std::optional<plain<bytes>>& email) {
  std::vector<claim> claims;
  if (!user_name.erased()) claims.push_back({claim_kind::user_name, user_name.reveal()});
  if (email && !email->erased()) claims.push_back({claim_kind::email, email->reveal()});
  return claims;
}

answer enter(const state<opened>& user, const register_user& wish) {
  if (user.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish.user_name) || !acceptable(wish.email) || !acceptable(wish.display_name))
    return refusal_code::invalid_value;
  if (wish.user_name_digest.erased() || wish.email.has_value() != wish.email_digest.has_value())
    return refusal_code::invalid_value;
  const registered<opened> fact{wish.user_name,    wish.user_name_digest, wish.email,
                                wish.email_digest, wish.email_verified,   wish.display_name,
                                wish.locale,       wish.subject_key};
  return consequences<event<opened>>{
      {fact}, claims_of(wish.user_name_digest, wish.email_digest), {}};
}

answer alter(const state<opened>& user, const change_profile& wish) {
  if (!known(user)) return why_unknown(user);
  if (!acceptable(wish.display_name)) return refusal_code::invalid_value;
  if (wish.display_name == user.display_name && wish.locale == user.locale) return nothing();
  return consequences<event<opened>>{
      {profile_changed<opened>{wish.display_name, wish.locale}}, {}, {}};
}

answer switch_to(const state<opened>& user, phase wanted, event<opened> fact) {
  if (!known(user)) return why_unknown(user);
  if (user.phase == wanted) return nothing();
  return consequences<event<opened>>{{std::move(fact)}, {}, {}};
}

answer forget(const state<opened>& user) {
  if (user.phase == phase::erased) return nothing();
  if (!known(user)) return refusal_code::not_found;
  return consequences<event<opened>>{
      {erased{user.boxes}}, {}, claims_of(user.user_name_digest, user.email_digest)};
}

template <class T>
std::uint32_t count(const std::optional<T>& box) {
  return box ? 1 : 0;
}

}

answer decide(const state<opened>& user, const command& wish) {
  return std::visit(on{[&](const register_user& c) { return enter(user, c); },
                       [&](const change_profile& c) { return alter(user, c); },
                       [&](const disable&) { return switch_to(user, phase::disabled, disabled{}); },
                       [&](const enable&) { return switch_to(user, phase::active, enabled{}); },
                       [&](const erase&) { return forget(user); }},
                    wish);
}

state<stored> evolve(state<stored> user, const event<stored>& fact) {
  std::visit(on{[&](const registered<stored>& e) {
                  user.phase = phase::active;
                  user.user_name = e.user_name;
                  user.user_name_digest = e.user_name_digest;
                  user.email_digest = e.email_digest;
                  user.display_name = e.display_name;
                  user.locale = e.locale;
                  user.boxes += 2 + count(e.email) + count(e.email_digest) + count(e.display_name);
                },
                [&](const profile_changed<stored>& e) {
                  user.display_name = e.display_name;
                  user.locale = e.locale;
                  user.boxes += count(e.display_name);
                },
                [&](const disabled&) { user.phase = phase::disabled; },
                [&](const enabled&) { user.phase = phase::active; },
                [&](const erased&) {
                  user = {};
                  user.phase = phase::erased;
                }},
             fact);
  return user;
}

}

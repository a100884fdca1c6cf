// SPDX-License-Identifier: Apache-2.0
#include "actors/grant.hpp"

#include "actors/lawful.hpp"

#include <algorithm>

namespace muniment::grant {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

bool acceptable(const issue_code& wish) {
  return !wish.user.is_nil() && !wish.client.is_nil() && !wish.session.is_nil() &&
         lawful::digest(wish.code_digest) && lawful::redirect_uri(wish.redirect_uri, true) &&
         lawful::tokens(wish.scopes) && lawful::code_challenge(wish.code_challenge) &&
         (!wish.nonce || lawful::text(*wish.nonce, lawful::longest_uri)) &&
         wish.authenticated_at <= wish.now && lawful::tokens(wish.methods) &&
         wish.code_expires_at > wish.now &&
         wish.code_expires_at <= wish.now + longest_code_lifetime &&
         wish.expires_at >= wish.code_expires_at;
}

bool within(const plain_state& grant, instant expires_at, instant now) {
  return expires_at > now && expires_at <= grant.expires_at;
}

/// Some of those that the user allowed, and no other (RFC 6749 section 6).
bool some_of(const std::vector<std::string>& allowed, const std::vector<std::string>& asked) {
  return !asked.empty() && lawful::tokens(asked) &&
         std::ranges::all_of(asked, [&](const auto& each) {
           return std::ranges::find(allowed, each) != allowed.end();
         });
}

bool acceptable(const plain_state& grant, const access_offer& offer, instant now) {
  return lawful::token(offer.token_id) && lawful::token(offer.key_id) &&
         (!offer.scopes || some_of(grant.scopes, *offer.scopes)) &&
         within(grant, offer.expires_at, now);
}

bool was_replaced(const plain_state& grant, const bytes& digest) {
  return std::ranges::find(grant.replaced, digest) != grant.replaced.end();
}

bool acceptable(const plain_state& grant, const refresh_offer& offer, instant now) {
  return lawful::digest(offer.refresh_digest) && !was_replaced(grant, offer.refresh_digest) &&
         within(grant, offer.expires_at, now);
}

token_issued issued(const plain_state& grant, const access_offer& offer) {
  return {offer.token_id, offer.key_id, offer.scopes.value_or(grant.scopes), offer.expires_at};
}

/// The grant ends, and the one who asked is told why.
answer replay(grant_end reason, refusal_code told) {
  return outcome{{ended{reason}}, {}, {}, told};
}

answer allow(const plain_state& grant, const issue_code& wish) {
  if (grant.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish)) return refusal_code::invalid_value;
  return outcome{
      {code_issued{wish.user, wish.client, wish.session, wish.code_digest, wish.redirect_uri,
                   wish.scopes, wish.code_challenge, wish.nonce, wish.authenticated_at,
                   wish.methods, wish.code_expires_at, wish.expires_at}}};
}

answer give_tokens(const plain_state& grant, const redeem_code& wish) {
  if (!acceptable(grant, wish.access, wish.now) ||
      (wish.refresh && !acceptable(grant, *wish.refresh, wish.now)))
    return refusal_code::invalid_value;
  outcome result{{code_redeemed{}, issued(grant, wish.access)}};
  if (wish.refresh)
    result.events.push_back(refresh_issued{
        wish.refresh->refresh_digest, 1, {}, {}, wish.now, wish.refresh->expires_at});
  return result;
}

answer redeem(const plain_state& grant, const redeem_code& wish) {
  if (grant.phase == phase::absent || grant.code_digest != wish.code_digest)
    return refusal_code::unknown_grant;
  if (grant.client != wish.client) return refusal_code::wrong_binding;
  if (grant.phase == phase::ended) return refusal_code::revoked;
  if (grant.phase == phase::redeemed)
    return replay(grant_end::code_replayed, refusal_code::code_replayed);
  if (wish.now >= grant.code_expires_at) return refusal_code::expired;
  if (grant.redirect_uri != wish.redirect_uri || grant.code_challenge != wish.code_challenge)
    return refusal_code::wrong_binding;
  return give_tokens(grant, wish);
}

bool is_retry(const plain_state& grant, const refresh& wish) {
  const auto& last = grant.last_rotation;
  return last && last->replaces == wish.refresh_digest &&
         last->request_digest == wish.request_digest && wish.now < last->issued_at + retry_grace;
}

answer rotate(const plain_state& grant, const refresh& wish) {
  const bool same_token = wish.next.refresh_digest == grant.refresh_digest;
  if (same_token && wish.refresh_digest == grant.refresh_digest) return refusal_code::invalid_value;
  if (same_token && wish.access.token_id == grant.token_id) return outcome{};
  if (!acceptable(grant, wish.access, wish.now) || !acceptable(grant, wish.next, wish.now) ||
      !lawful::digest(wish.request_digest))
    return refusal_code::invalid_value;
  outcome result{{issued(grant, wish.access)}};
  if (!same_token)
    result.events.push_back(refresh_issued{wish.next.refresh_digest, grant.generation + 1,
                                           wish.refresh_digest, wish.request_digest, wish.now,
                                           wish.next.expires_at});
  return result;
}

answer renew(const plain_state& grant, const refresh& wish) {
  const bool newest = grant.generation > 0 && grant.refresh_digest == wish.refresh_digest;
  const bool known = newest || wish.marked || was_replaced(grant, wish.refresh_digest);
  if (!known || grant.phase == phase::absent) return refusal_code::unknown_grant;
  if (grant.client != wish.client) return refusal_code::wrong_binding;
  if (grant.phase == phase::ended) return refusal_code::revoked;
  if (!newest && !is_retry(grant, wish))
    return replay(grant_end::refresh_replayed, refusal_code::refresh_replayed);
  if (wish.now >= grant.refresh_expires_at || wish.now >= grant.expires_at)
    return refusal_code::expired;
  return rotate(grant, wish);
}

answer finish(const plain_state& grant, grant_end reason) {
  if (grant.phase == phase::absent) return refusal_code::not_found;
  if (grant.phase == phase::ended) return outcome{};
  return outcome{{ended{reason}}};
}

answer stop(const plain_state& grant, const end& wish) {
  constexpr std::array decided_here{grant_end::expired, grant_end::code_replayed,
                                    grant_end::refresh_replayed};
  if (std::ranges::find(decided_here, wish.reason) != decided_here.end())
    return refusal_code::invalid_value;
  return finish(grant, wish.reason);
}

answer time_out(const plain_state& grant, const expire& wish) {
  const auto over = grant.phase == phase::code_issued ? grant.code_expires_at : grant.expires_at;
  const bool open = grant.phase == phase::code_issued || grant.phase == phase::redeemed;
  if (open && wish.now < over) return refusal_code::invalid_state;
  return finish(grant, grant_end::expired);
}

void replace(plain_state& grant, const refresh_issued& e) {
  if (grant.generation > 0) grant.replaced.push_back(grant.refresh_digest);
  if (grant.replaced.size() > remembered_digests) grant.replaced.erase(grant.replaced.begin());
  grant.refresh_digest = e.refresh_digest;
  grant.generation = e.generation;
  grant.refresh_expires_at = e.expires_at;
  // A retry does not start the grace anew.
  const bool retried = grant.last_rotation && grant.last_rotation->replaces == e.replaces;
  if (e.replaces && e.request_digest && !retried)
    grant.last_rotation = rotation{*e.replaces, *e.request_digest, e.issued_at};
}

}

answer decide(const state<opened>& grant, const command& wish) {
  return std::visit(on{[&](const issue_code& c) { return allow(grant, c); },
                       [&](const redeem_code& c) { return redeem(grant, c); },
                       [&](const refresh& c) { return renew(grant, c); },
                       [&](const end& c) { return stop(grant, c); },
                       [&](const expire& c) { return time_out(grant, c); }},
                    wish);
}

state<stored> evolve(state<stored> grant, const event<stored>& fact) {
  std::visit(on{[&](const code_issued& e) {
                  grant.phase = phase::code_issued;
                  grant.user = e.user;
                  grant.client = e.client;
                  grant.code_digest = e.code_digest;
                  grant.redirect_uri = e.redirect_uri;
                  grant.code_challenge = e.code_challenge;
                  grant.scopes = e.scopes;
                  grant.code_expires_at = e.code_expires_at;
                  grant.expires_at = e.expires_at;
                },
                [&](const code_redeemed&) { grant.phase = phase::redeemed; },
                [&](const token_issued& e) { grant.token_id = e.token_id; },
                [&](const refresh_issued& e) { replace(grant, e); },
                [&](const ended&) { grant.phase = phase::ended; }},
             fact);
  return grant;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "actors/grant.hpp"

#include "tests/support/given.hpp"

#include <functional>

namespace muniment::grant {
namespace {

using namespace std::chrono_literals;
using test::given;
using enum refusal_code;

using past = std::vector<event<opened>>;

const instant noon = from_microseconds(1'772'546'580'000'000);
const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const uuid other = uuid::random({3});
const std::string challenge(43, 'c');
const std::string back = "https://shop.example.org/back";
const std::vector<std::string> scopes{"openid", "offline_access"};

bytes digest(std::uint8_t n) { return bytes(32, n); }

const issue_code asked{ada,     shop, uuid::random({4}), digest(1),  back,       scopes, challenge,
                       "nonce", noon, {"pwd"},           noon + 60s, noon + 24h, noon};
const code_issued let_go{asked.user,           asked.client,          asked.session,
                         asked.code_digest,    asked.redirect_uri,    asked.scopes,
                         asked.code_challenge, asked.nonce,           asked.authenticated_at,
                         asked.methods,        asked.code_expires_at, asked.expires_at};

const redeem_code exchange{digest(1),
                           shop,
                           back,
                           challenge,
                           {"token-1", "key-1", noon + 10min},
                           refresh_offer{digest(11), noon + 1h},
                           noon + 1s};
const token_issued token_1{"token-1", "key-1", scopes, noon + 10min};
const refresh_issued refresh_1{digest(11), 1, {}, {}, noon + 1s, noon + 1h};

/// The nth refresh: with the token of generation n, at noon + n minutes.
grant::refresh renewal(std::uint8_t n) {
  const instant now = noon + n * 1min;
  return {digest(10 + n),
          shop,
          digest(100 + n),
          {"token-" + std::to_string(n + 1), "key-1", now + 10min},
          {digest(11 + n), now + 1h},
          now};
}

past renewed(std::uint8_t n) {
  const auto wish = renewal(n);
  return {token_issued{wish.access.token_id, "key-1", scopes, wish.access.expires_at},
          refresh_issued{wish.next.refresh_digest, n + 1U, wish.refresh_digest, wish.request_digest,
                         wish.now, wish.next.expires_at}};
}

past joined(past first, const past& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

const past issued{let_go};
const past redeemed{let_go, code_redeemed{}, token_1, refresh_1};
const past rotated = joined(redeemed, renewed(1));
const past over = joined(redeemed, {ended{grant_end::revoked}});
const past none;
const end revocation{grant_end::revoked};

template <class Wish>
Wish changed(Wish wish, const std::function<void(Wish&)>& change) {
  change(wish);
  return wish;
}

grant::refresh at(instant now, grant::refresh wish) {
  wish.now = now;
  return wish;
}

TEST(grant, every_command_before_it_exists) {
  given<noun>().when(asked).then({let_go});
  given<noun>().when(exchange).then(unknown_grant);
  given<noun>().when(renewal(1)).then(unknown_grant);
  given<noun>().when(revocation).then(not_found);
  given<noun>().when(expire{noon}).then(not_found);
}

TEST(grant, every_command_while_the_code_is_out) {
  given<noun>(issued).when(asked).then(already_exists);
  given<noun>(issued).when(exchange).then({code_redeemed{}, token_1, refresh_1});
  given<noun>(issued).when(renewal(1)).then(unknown_grant);
  given<noun>(issued).when(revocation).then({ended{grant_end::revoked}});
  given<noun>(issued).when(expire{noon + 59s}).then(invalid_state);
  given<noun>(issued).when(expire{noon + 60s}).then({ended{grant_end::expired}});
}

TEST(grant, every_command_once_redeemed) {
  given<noun>(redeemed).when(asked).then(already_exists);
  given<noun>(redeemed)
      .when(exchange)
      .then({ended{grant_end::code_replayed}})
      .answering(code_replayed);
  given<noun>(redeemed).when(renewal(1)).then(renewed(1));
  given<noun>(redeemed).when(revocation).then({ended{grant_end::revoked}});
  given<noun>(redeemed).when(expire{noon + 24h - 1s}).then(invalid_state);
  given<noun>(redeemed).when(expire{noon + 24h}).then({ended{grant_end::expired}});
}

TEST(grant, every_command_once_it_ended) {
  given<noun>(over).when(asked).then(already_exists);
  given<noun>(over).when(exchange).then(refusal_code::revoked);
  given<noun>(over).when(renewal(1)).then(refusal_code::revoked);
  given<noun>(over).when(revocation).then(none);
  given<noun>(over).when(expire{noon}).then(none);
  given<noun>({let_go, ended{grant_end::expired}}).when(exchange).then(refusal_code::revoked);
}

TEST(grant, a_client_without_offline_access_gets_no_refresh_token) {
  auto wish = exchange;
  wish.refresh.reset();
  given<noun>(issued)
      .when(wish)
      .then({code_redeemed{}, token_1})
      .when(at(noon + 2s, renewal(1)))
      .then(unknown_grant);
}

TEST(grant, a_second_redemption_ends_everything_and_a_third_adds_nothing) {
  given<noun>(issued)
      .when(exchange)
      .then({code_redeemed{}, token_1, refresh_1})
      .when(exchange)
      .then({ended{grant_end::code_replayed}})
      .answering(code_replayed)
      .when(exchange)
      .then(refusal_code::revoked)
      .when(renewal(1))
      .then(refusal_code::revoked);
}

TEST(grant, a_wrong_binding_is_refused_and_burns_nothing) {
  const std::vector<std::function<void(redeem_code&)>> mistakes{
      [](auto& wish) { wish.client = other; }, [](auto& wish) { wish.redirect_uri += "/"; },
      [](auto& wish) { wish.code_challenge.back() = 'x'; },
      [](auto& wish) { wish.code_challenge.clear(); }};
  for (const auto& mistake : mistakes)
    given<noun>(issued)
        .when(changed(exchange, mistake))
        .then(wrong_binding)
        .when(exchange)
        .then({code_redeemed{}, token_1, refresh_1});
}

TEST(grant, a_replay_is_one_with_a_wrong_verifier_too_but_not_by_a_stranger) {
  given<noun>(redeemed)
      .when(changed<redeem_code>(exchange, [](auto& wish) { wish.code_challenge.clear(); }))
      .then({ended{grant_end::code_replayed}})
      .answering(code_replayed);
  given<noun>(redeemed)
      .when(changed<redeem_code>(exchange, [](auto& wish) { wish.client = other; }))
      .then(wrong_binding);
  given<noun>(redeemed)
      .when(changed<redeem_code>(exchange, [](auto& wish) { wish.code_digest = digest(9); }))
      .then(unknown_grant);
}

TEST(grant, a_code_lives_to_its_moment) {
  auto wish = exchange;
  wish.now = noon + 60s - 1us;
  wish.access.expires_at = wish.now + 1min;
  given<noun>(issued).when(wish).then(
      {code_redeemed{}, token_issued{"token-1", "key-1", scopes, wish.access.expires_at},
       refresh_issued{digest(11), 1, {}, {}, wish.now, noon + 1h}});
  wish.now = noon + 60s;
  given<noun>(issued).when(wish).then(expired);
}

TEST(grant, nothing_outlives_the_grant) {
  const std::vector<std::function<void(redeem_code&)>> mistakes{
      [](auto& wish) { wish.access.expires_at = noon + 24h + 1us; },
      [](auto& wish) { wish.access.expires_at = wish.now; },
      [](auto& wish) { wish.refresh->expires_at = noon + 24h + 1us; },
      [](auto& wish) { wish.refresh->refresh_digest.clear(); },
      [](auto& wish) { wish.access.token_id.clear(); },
      [](auto& wish) { wish.access.key_id.clear(); }};
  for (const auto& mistake : mistakes)
    given<noun>(issued).when(changed(exchange, mistake)).then(invalid_value);
  auto late = renewal(1);
  late.next.expires_at = noon + 24h + 1us;
  given<noun>(redeemed).when(late).then(invalid_value);
  late = renewal(1);
  late.access.expires_at = noon + 24h + 1us;
  given<noun>(redeemed).when(late).then(invalid_value);
}

TEST(grant, a_code_is_issued_with_acceptable_values) {
  const std::vector<std::function<void(issue_code&)>> mistakes{
      [](auto& wish) { wish.user = {}; },
      [](auto& wish) { wish.client = {}; },
      [](auto& wish) { wish.session = {}; },
      [](auto& wish) { wish.code_digest.clear(); },
      [](auto& wish) { wish.redirect_uri = "javascript:alert(1)"; },
      [](auto& wish) {
        wish.scopes = {"openid", "openid"};
      },
      [](auto& wish) { wish.code_challenge.pop_back(); },
      [](auto& wish) { wish.nonce = ""; },
      [](auto& wish) { wish.authenticated_at = noon + 1s; },
      [](auto& wish) { wish.methods = {"two words"}; },
      [](auto& wish) { wish.code_expires_at = noon; },
      [](auto& wish) { wish.code_expires_at = noon + 60s + 1us; },
      [](auto& wish) { wish.expires_at = noon + 59s; }};
  for (const auto& mistake : mistakes)
    given<noun>().when(changed(asked, mistake)).then(invalid_value);
}

TEST(grant, refreshing_goes_on_and_on) {
  given<noun>(redeemed)
      .when(renewal(1))
      .then(renewed(1))
      .when(renewal(2))
      .then(renewed(2))
      .when(renewal(3))
      .then(renewed(3));
}

TEST(grant, a_replaced_refresh_token_ends_the_family) {
  given<noun>(rotated)
      .when(at(noon + 2min, renewal(1)))
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed)
      .when(at(noon + 2min, renewal(1)))
      .then(refusal_code::revoked)
      .when(renewal(2))
      .then(refusal_code::revoked);
  given<noun>(joined(rotated, renewed(2)))
      .when(at(noon + 2min, renewal(1)))
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
}

TEST(grant, a_refresh_token_works_for_its_client_and_its_time) {
  auto wish = renewal(1);
  wish.client = other;
  given<noun>(redeemed).when(wish).then(wrong_binding).when(renewal(1)).then(renewed(1));
  given<noun>(rotated).when(wish).then(wrong_binding);
  given<noun>(redeemed).when(at(noon + 1h, renewal(1))).then(expired);
  given<noun>(
      {let_go, code_redeemed{}, token_1, refresh_issued{digest(11), 1, {}, {}, noon, noon + 25h}})
      .when(at(noon + 24h, renewal(1)))
      .then(expired);
  wish = renewal(1);
  wish.refresh_digest = digest(99);
  given<noun>(redeemed).when(wish).then(unknown_grant);
  wish.refresh_digest.clear();
  given<noun>(issued).when(wish).then(unknown_grant);
}

grant::refresh retry(instant now) {
  auto wish = at(now, renewal(1));
  wish.access.token_id = "token-again";
  wish.next.refresh_digest = digest(77);
  return wish;
}

past retried(instant now) {
  return {token_issued{"token-again", "key-1", scopes, noon + 11min},
          refresh_issued{digest(77), 3, digest(11), digest(101), now, noon + 61min}};
}

TEST(grant, a_lost_reply_may_be_asked_for_again) {
  const instant soon = noon + 1min + 29s;
  given<noun>(rotated).when(retry(soon)).then(retried(soon));
}

TEST(grant, the_same_wish_again_changes_nothing) {
  given<noun>(redeemed).when(renewal(1)).then(renewed(1)).when(renewal(1)).then(none);
}

TEST(grant, a_retry_that_derives_the_same_token_gets_an_access_token_only) {
  auto wish = retry(noon + 1min + 2s);
  wish.next = renewal(1).next;
  given<noun>(rotated)
      .when(wish)
      .then({token_issued{"token-again", "key-1", scopes, noon + 11min}})
      .when(wish)
      .then(none);
}

TEST(grant, the_grace_is_for_the_same_request_and_thirty_seconds) {
  auto wish = retry(noon + 1min + 9s);
  wish.request_digest = digest(55);
  given<noun>(rotated)
      .when(wish)
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
  given<noun>(rotated)
      .when(retry(noon + 1min + 30s))
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
}

TEST(grant, retries_do_not_stretch_the_grace) {
  const instant soon = noon + 1min + 9s;
  auto again = retry(noon + 1min + 32s);
  again.next.refresh_digest = digest(78);
  given<noun>(joined(rotated, retried(soon)))
      .when(again)
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
}

TEST(grant, the_token_of_a_lost_reply_is_replaced_by_the_retry) {
  const instant soon = noon + 1min + 9s;
  given<noun>(joined(rotated, retried(soon)))
      .when(renewal(2))
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
}

TEST(grant, a_refresh_token_replaces_itself_with_another) {
  auto wish = renewal(1);
  wish.next.refresh_digest = wish.refresh_digest;
  given<noun>(redeemed).when(wish).then(invalid_value);
  wish = renewal(2);
  wish.next.refresh_digest = digest(11);
  given<noun>(rotated).when(wish).then(invalid_value);
  wish = renewal(1);
  wish.request_digest.clear();
  given<noun>(redeemed).when(wish).then(invalid_value);
}

TEST(grant, an_access_token_may_be_asked_for_with_fewer_scopes) {
  auto wish = renewal(1);
  wish.access.scopes = std::vector<std::string>{"openid"};
  auto narrowed = renewed(1);
  std::get<token_issued>(narrowed[0]).scopes = {"openid"};
  given<noun>(redeemed).when(wish).then(narrowed).when(renewal(2)).then(renewed(2));
  for (const auto& more : std::vector<std::vector<std::string>>{
           {}, {"profile"}, {"openid", "profile"}, {"openid", "openid"}, {"OPENID"}}) {
    wish.access.scopes = more;
    given<noun>(redeemed).when(wish).then(invalid_value);
  }
}

TEST(grant, remembers_so_many_replaced_tokens) {
  auto story = redeemed;
  for (std::uint8_t n = 1; n <= remembered_digests + 1; ++n)
    story = joined(std::move(story), renewed(n));
  EXPECT_EQ(given<noun>(story).state().replaced.size(), remembered_digests);
  const instant now = noon + 80min;
  given<noun>(story).when(at(now, renewal(1))).then(unknown_grant);
  auto marked = at(now, renewal(1));
  marked.marked = true;
  given<noun>(story)
      .when(marked)
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
  given<noun>().when(marked).then(unknown_grant);
  marked.client = {};
  given<noun>(story).when(marked).then(wrong_binding);
  given<noun>(story)
      .when(at(now, renewal(2)))
      .then({ended{grant_end::refresh_replayed}})
      .answering(refresh_replayed);
}

TEST(grant, others_end_it_for_their_reasons_only) {
  for (const auto reason : {grant_end::revoked, grant_end::session_ended, grant_end::user_disabled,
                            grant_end::user_erased, grant_end::client_deleted})
    given<noun>(redeemed).when(end{reason}).then({ended{reason}}).when(end{reason}).then(none);
  for (const auto reason :
       {grant_end::expired, grant_end::code_replayed, grant_end::refresh_replayed})
    given<noun>(redeemed).when(end{reason}).then(invalid_value);
}

TEST(grant, is_about_the_user) {
  EXPECT_EQ(noun::subject({}, {}, let_go), ada);
  EXPECT_EQ(noun::subject({}, given<noun>(issued).state(), code_redeemed{}), ada);
}

}
}

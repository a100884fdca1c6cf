// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/consent.hpp"

#include "actors/consent.hpp"
#include "http/oidc/consent_scopes.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/wishes.hpp"

namespace muniment::oidc {
namespace {

constexpr auto consent_form = "consent";

asio::awaitable<bool> remember(pending_call under_way, uuid user) {
  const auto& wanted = under_way.pending.wanted;
  const auto stream = consent_stream(user, wanted.client);
  const auto known = co_await under_way.at.door.consent(stream);
  const consent::command wish =
      consent::give{user, wanted.client, joined_scopes(known.get(), wanted.scopes)};
  auto actor = acting_user(user, "session");
  const auto reply = co_await decide<consent::noun>(under_way.at, std::move(actor), stream, wish);
  co_return reply.verdict == command_verdict::accepted;
}

asio::awaitable<response> deny_consent(pending_call under_way, uuid user) {
  refused what{refused_party::account, to_string(user), refusal_code::consent_denied,
               under_way.pending.wanted.client};
  co_await record(under_way.at, std::move(what));
  co_return refuse(under_way, {"access_denied", "The user did not allow it."});
}

asio::awaitable<response> answer(pending_call under_way, present_session session,
                                 std::string decision) {
  if (decision == "deny") co_return co_await deny_consent(under_way, session.who.user);
  if (decision != "allow") co_return stale_form_page(under_way.at);
  const auto recorded = co_await remember(under_way, session.who.user);
  if (!recorded)
    co_return refuse(under_way, {"server_error", "The consent could not be recorded."});
  co_return co_await give_code(under_way, session);
}

}

asio::awaitable<response> ask_consent(pending_call under_way, present_session session) {
  const auto& at = under_way.at;
  const auto user = co_await at.door.opened(session.who.user);
  under_way.pending.asked = true;
  pages::consent_page shown;
  shown.workspace = at.door.identity().slug;
  shown.client = under_way.client->name;
  shown.scopes = under_way.pending.wanted.scopes;
  if (user) shown.user_name = user->display_name.value_or(user->user_name.value_or(""));
  shown.request = co_await sealed_request(under_way);
  auto held = to_string(session.who.session);
  shown.token = co_await form_token_for(at, consent_form, std::move(held));
  co_return pages::html_reply(200, pages::render(shown));
}

asio::awaitable<response> take_consent(call at) {
  const auto sent = sent_form(*at.asked);
  if (!from_own_page(at) || !sent || sent->repeats_any()) co_return stale_form_page(at);
  auto session = co_await present(at);
  if (!session) co_return stale_form_page(at);
  auto held = to_string(session->who.session);
  auto token = text_of(*sent, "token");
  const bool proven = co_await proves_form(at, std::move(token), consent_form, std::move(held));
  auto box = text_of(*sent, "request");
  auto under_way = co_await opened_request(at, std::move(box));
  if (!proven || !under_way) co_return stale_form_page(at);
  // The session must still be the one that the request needs: of the hinted user, recent enough.
  const auto step = next(under_way->pending, &session->who, {.lacks_consent = true});
  if (step != next_step::ask_consent) co_return co_await proceed(*under_way);
  co_return co_await answer(*under_way, *session, text_of(*sent, "decision"));
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authenticate.hpp"

#include "actors/credential.hpp"
#include "http/oidc/login_check.hpp"
#include "http/oidc/user_name.hpp"
#include "http/oidc/wishes.hpp"
#include "http/passwords/normal_form.hpp"
#include "http/server/cause.hpp"
#include "http/server/unowned.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <spdlog/spdlog.h>

namespace muniment::oidc {
namespace {

/// A user, or the nobody that stands for a name that is nobody's and behaves like one.
struct subject {
  uuid id;
  bool known{};
};

/// What the password pool found.
struct verification {
  bool matches{};
  std::optional<std::string> rehash = {};
};

asio::awaitable<subject> find_subject(call at, const std::string& typed) {
  auto name = canonical_user_name(typed).value_or("");
  std::string purpose = "user_name";
  const auto digest = co_await at.door.lookup_digest(std::move(purpose), std::move(name));
  claim wanted{claim_kind::user_name, bytes(digest.begin(), digest.end())};
  const auto holder = co_await at.door.holder(std::move(wanted));
  if (holder) co_return subject{*holder, true};
  co_return subject{uuid::of_digest(digest), false};
}

/// The work of the password pool.
auto work_for(const call& at, const password_candidate& candidate, const std::string& password) {
  return [hashing = at.context.hashing, hash = candidate.hash, possible = !candidate.refused,
          password]() -> verification {
    const auto compared = passwords::compared_text(hash, password);
    verification found;
    found.matches =
        hashing.verify(hash, as_bytes(compared)) == crypto::password_check::match && possible;
    if (found.matches && crypto::needs_upgrade(hash)) {
      const auto kept = passwords::normal_form(password).value_or(password);
      found.rehash = hashing.hash(as_bytes(kept));
    }
    return found;
  };
}

/// A failure that the credential is being told of. The try lasts until it knows.
struct noting {
  asio::awaitable<command_reply> answer;
  std::uint32_t failures;
  login_attempts::attempt attempt;
  std::string request_id;
};

/// Nothing of the request is needed for it any more.
asio::awaitable<void> note(noting told) {
  try {
    const auto reply = co_await std::move(told.answer);
    if (reply.verdict == command_verdict::accepted) told.attempt.recorded(told.failures);
  } catch (...) {
    spdlog::warn("a failed login was not noted: its lockout may end with this process "
                 "(request {}): {}",
                 told.request_id, http::cause_of(std::current_exception()));
  }
}

/// Tells the credential, beside the reply: a lockout is one commit more, and a reply that waited
/// for it would show by its time that there is something to lock. Tries are kept out already.
void begin_noting(const asio::any_io_executor& executor, const call& at, uuid user,
                  std::uint32_t failures, login_attempts::attempt attempt) {
  const credential::command wish = credential::note_failure{failures, at.door.now()};
  auto answer = decide<credential::noun>(at, nobody(), user, wish);
  noting told{std::move(answer), failures, std::move(attempt), at.asked->request_id};
  asio::co_spawn(executor, note(std::move(told)), http::unowned);
}

/// Whether the credential still is what was checked.
asio::awaitable<bool> confirm(call at, uuid user, std::string hash, verification found) {
  credential::note_success noted{std::move(hash), {}, at.door.now()};
  if (found.rehash) noted.rehash = std::move(*found.rehash);
  const credential::command wish = std::move(noted);
  auto actor = acting_user(user, "password");
  const auto reply = co_await decide<credential::noun>(at, std::move(actor), user, wish);
  co_return reply.verdict == command_verdict::accepted;
}

/// What came of one look at the credential.
struct proof {
  credential::state<opened> held = {};
  password_candidate candidate = {};
  std::optional<std::string> rehash = {};
  bool busy = false; ///< nobody could hash now
  bool matches = false;
  bool confirmed = false; ///< and the credential still was what was checked
};

asio::awaitable<proof> prove(call at, subject who, std::string password, bool admitted,
                             credential::state<opened> held) {
  proof seen;
  const auto user = co_await at.door.user(who.id);
  seen.held = std::move(held);
  seen.candidate = choose_candidate(user.get(), seen.held, admitted);
  auto work = work_for(at, seen.candidate, password);
  auto found = co_await at.context.passwords.run(std::move(work), at.asked->deadline);
  seen.busy = !found;
  if (seen.busy || !found->matches) co_return seen;
  seen.matches = true;
  seen.rehash = found->rehash;
  seen.confirmed = co_await confirm(at, who.id, seen.candidate.hash, std::move(*found));
  co_return seen;
}

/// Both counts of a login that is let in.
struct counted {
  login_attempts::attempt& account;
  login_throttle::attempt& origin;
};

/// Counts and records a refusal.
asio::awaitable<void> refuse_login(call at, subject who, const proof& seen,
                                   std::optional<uuid> client, counted tries) {
  tries.origin.failed();
  const auto failures = seen.candidate.refused ? 0 : tries.account.failed(at.door.now());
  const auto code = seen.candidate.refused.value_or(refusal_code::wrong_credentials);
  refused what{refused_party::address, at.asked->address, code, client};
  if (who.known) what = {refused_party::account, to_string(who.id), code, client};
  co_await record(at, std::move(what));
  const auto executor = co_await asio::this_coro::executor;
  begin_noting(executor, at, who.id, failures, std::move(tries.account));
}

login_outcome let_in(const subject& who, const proof& seen) {
  const auto verdict =
      seen.held.must_change ? login_verdict::change_password : login_verdict::welcome;
  return {verdict, who.id, seen.rehash.value_or(seen.candidate.hash)};
}

/// The first of a pause is recorded; how many follow is for the metrics.
asio::awaitable<login_outcome> turn_away(call at, throttle_verdict verdict,
                                         std::optional<uuid> client) {
  if (verdict.first) {
    refused what{refused_party::address, at.asked->address, refusal_code::locked, client};
    co_await record(at, std::move(what));
  }
  login_outcome outcome{login_verdict::delayed};
  outcome.wait = verdict.wait;
  co_return outcome;
}

asio::awaitable<login_outcome> check_password(call at, typed_login typed,
                                              login_throttle::attempt& origin) {
  const auto who = co_await find_subject(at, typed.user_name);
  auto attempt = at.context.attempts.begin(who.id);
  auto held = co_await at.door.credential_of(who.id);
  const bool admitted = attempt.admitted({held.failures, held.locked_until}, at.door.now());
  auto seen = co_await prove(at, who, typed.password, admitted, std::move(held));
  if (seen.matches && !seen.confirmed) {
    // Another login of the same person may have upgraded the hash meanwhile.
    auto newer = co_await at.door.credential_of(who.id);
    seen = co_await prove(at, who, typed.password, admitted, std::move(newer));
  }
  login_outcome outcome{login_verdict::busy};
  if (seen.busy) co_return outcome;
  if (!seen.confirmed) {
    const counted tries{attempt, origin};
    co_await refuse_login(at, who, seen, typed.client, tries);
    outcome.verdict = login_verdict::refused;
    co_return outcome;
  }
  attempt.succeeded();
  origin.succeeded();
  co_return let_in(who, seen);
}

}

asio::awaitable<login_outcome> authenticate(call at, typed_login typed) {
  const auto name = canonical_user_name(typed.user_name).value_or("");
  const login_origin from{at.door.identity().id, at.asked->address, name};
  auto admission = at.context.throttle.begin(from, at.door.now());
  if (!admission.let_in) co_return co_await turn_away(at, admission.verdict, typed.client);
  co_return co_await check_password(at, std::move(typed), *admission.let_in);
}

}

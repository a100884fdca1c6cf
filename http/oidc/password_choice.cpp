// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/password_choice.hpp"

#include "actors/credential.hpp"
#include "crypto/password.hpp"
#include "http/oidc/new_password.hpp"
#include "http/oidc/wishes.hpp"
#include "http/passwords/normal_form.hpp"

#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

namespace muniment::oidc {
namespace {

/// It is the password from before.
struct unchanged {};

/// What the password pool made of a choice: its hash, or why there is none.
using made_hash = std::variant<std::string, unchanged, passwords::fault>;

/// The work of the password pool.
auto choice_work(const call& at, const password_choice& choice, passwords::person whose) {
  return [&context = at.context, hash = choice.proven, chosen = choice.chosen,
          whose = std::move(whose)]() -> made_hash {
    if (const auto wrong = passwords::find_fault(chosen, whose, context.choosing)) return *wrong;
    const auto before = passwords::compared_text(hash, chosen);
    const auto& hashing = context.hashing;
    if (hashing.verify(hash, as_bytes(before)) == crypto::password_check::match) return unchanged{};
    return hashing.hash(as_bytes(chosen));
  };
}

/// As far as others know them.
asio::awaitable<passwords::person> known_person(call at, uuid user) {
  passwords::person whose;
  whose.workspace = at.door.identity().slug;
  if (const auto known = co_await at.door.opened(user)) {
    whose.user_name = known->user_name.value_or("");
    whose.email = known->email.value_or("");
    whose.display_name = known->display_name.value_or("");
  }
  co_return whose;
}

asio::awaitable<bool> make_password(call at, password_choice choice, std::string hash) {
  const credential::command wish =
      credential::change_password{plain{std::move(choice.proven)}, plain{std::move(hash)}};
  auto actor = acting_user(choice.user, "password");
  const auto reply = co_await decide<credential::noun>(at, std::move(actor), choice.user, wish);
  co_return reply.verdict == command_verdict::accepted;
}

/// That nobody can tell is a failure of ours.
choice_outcome with_fault(const call& at, passwords::fault wrong) {
  const bool ours = wrong == passwords::fault::unchecked;
  if (ours)
    spdlog::error("nobody can choose a password: a file of breached_passwords cannot be read "
                  "(request {})",
                  at.asked->request_id);
  return {choice_verdict::refused, {}, notice_of(wrong, at.context.choosing), ours ? 503 : 422};
}

}

asio::awaitable<choice_outcome> replace_password(call at, password_choice choice) {
  auto whose = co_await known_person(at, choice.user);
  auto work = choice_work(at, choice, std::move(whose));
  auto made = co_await at.context.passwords.run(std::move(work), at.asked->deadline);
  choice_outcome outcome{choice_verdict::busy};
  if (!made) co_return outcome;
  if (const auto* wrong = std::get_if<passwords::fault>(&*made)) co_return with_fault(at, *wrong);
  const auto* hash = std::get_if<std::string>(&*made);
  if (!hash) {
    outcome.verdict = choice_verdict::refused;
    outcome.told = choice.same;
    co_return outcome;
  }
  const bool accepted = co_await make_password(at, choice, *hash);
  outcome.verdict = accepted ? choice_verdict::replaced : choice_verdict::overtaken;
  if (accepted) outcome.hash = *hash;
  co_return outcome;
}

}

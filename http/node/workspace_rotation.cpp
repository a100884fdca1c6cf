// SPDX-License-Identifier: Apache-2.0
// A workspace's signing keys in time: what the plan says, done.
#include "http/node/workspace.hpp"

#include "http/node/new_key.hpp"
#include "http/server/work_pool.hpp"

#include <algorithm>

namespace muniment::http {

namespace {

using signing_keys::phase;
using keys_known = std::vector<signing_keys::row>;

/// More steps than this are done at another time.
constexpr int most_steps = 64;

const key_rotation::step* to_generate(const std::vector<key_rotation::step>& plan,
                                      const std::string& algorithm) {
  const auto found = std::ranges::find_if(plan, [&](const auto& each) {
    return each.what == key_rotation::deed::generate && each.algorithm == algorithm;
  });
  return found == plan.end() ? nullptr : &*found;
}

/// What a step asks of its key; `generate` takes more than that.
signing_key::command wish_for(key_rotation::deed what, std::chrono::seconds kept, instant now) {
  using key_rotation::deed;
  if (what == deed::supersede) return signing_key::supersede{now + kept, now};
  if (what == deed::retire) return signing_key::retire{now};
  return signing_key::activate{};
}

}

bool workspace::keys_are_due() const {
  if (!is_open() || asleep() || now() < keys_rest_until_) return false;
  return keys_planned_in_ != presence_->term || keys_due_ <= now();
}

void workspace::plan_keys(const keys_known& keys) {
  const auto all = key_rotation::plan(place_.id, keys, services_.rotation);
  keys_due_ = all.empty() ? instant::max() : all.front().due;
  keys_planned_in_ = term_;
}

asio::awaitable<void> workspace::tend_keys(wish_origin from, std::string to_sign) {
  const auto self = shared_from_this();
  const auto turn = co_await key_turn_->enter();
  co_await do_due(std::move(from), std::move(to_sign));
}

asio::awaitable<void> workspace::tend_before_signing(keys_known keys, std::string algorithm) {
  const auto all = key_rotation::plan(place_.id, keys, services_.rotation, algorithm);
  if (!key_rotation::due_step(all, now(), algorithm)) co_return;
  auto from = by_policy();
  co_await tend_keys(std::move(from), std::move(algorithm));
}

/// What is refused was done by somebody else meanwhile; a look at the keys as they are tells.
asio::awaitable<void> workspace::do_due(wish_origin from, std::string to_sign) {
  int refused = 0;
  for (int done = 0; done < most_steps && refused < 2; ++done) {
    const auto keys = co_await list_keys();
    const auto all = key_rotation::plan(place_.id, keys, services_.rotation, to_sign);
    const auto* due = key_rotation::due_step(all, now(), to_sign);
    if (!due) co_return;
    const auto reply = co_await take(*due, from);
    if (reply.verdict != command_verdict::accepted) ++refused;
  }
  rest_keys();
}

asio::awaitable<command_reply> workspace::take(key_rotation::step step, wish_origin from) {
  auto wish = wish_for(step.what, services_.rotation.kept, now());
  if (step.what == key_rotation::deed::generate) {
    const auto work = [algorithm = step.algorithm, bits = services_.rotation.rsa_bits] {
      return new_key(algorithm, bits);
    };
    auto made = co_await services_.key_makers.run(work);
    if (!made) throw workspace_unavailable{"no signing key can be made now"};
    wish = std::move(*made);
  }
  auto envelope = http::wish_of<signing_key::noun>(step.key, wish, std::move(from), now());
  co_return co_await decide(std::move(envelope));
}

asio::awaitable<key_rotated> workspace::rotate_key(wish_origin from, std::string algorithm,
                                                   bool at_once) {
  const auto self = shared_from_this();
  const auto turn = co_await key_turn_->enter();
  co_await do_due(from, algorithm);
  auto keys = co_await list_keys();
  key_rotated done;
  done.why = "limit_reached";
  if (retire_in_plenty(keys, algorithm)) co_return done;
  const auto all = key_rotation::plan(place_.id, keys, services_.rotation, algorithm);
  if (const auto* missing = to_generate(all, algorithm)) {
    co_await take(*missing, from);
    keys = co_await list_keys();
  }
  const auto* next = key_rotation::upcoming(keys, algorithm);
  if (!next) throw workspace_unavailable{"there is no next signing key"};
  const auto moment = now();
  const auto known = std::max(moment, key_rotation::known_from(*next));
  done.effective_at = at_once ? moment : std::min(known, next->activates_at.value_or(known));
  const bool signs = done.effective_at <= moment;
  signing_key::command wish = signing_key::activate{};
  if (!signs) wish = signing_key::schedule{done.effective_at, moment};
  auto envelope = http::wish_of<signing_key::noun>(next->id, wish, from, moment);
  const auto reply = co_await decide(std::move(envelope));
  done.key_id = next->key_id;
  done.phase = signs ? phase::active : phase::next;
  done.why = reply.why;
  if (signs) co_await do_due(std::move(from), std::move(algorithm));
  co_return done;
}

asio::awaitable<command_reply> workspace::revoke_key(wish_origin from, uuid key) {
  const auto self = shared_from_this();
  const auto turn = co_await key_turn_->enter();
  const auto row = co_await key_row(key);
  auto envelope = http::wish_of<signing_key::noun>(key, signing_key::revoke{}, from, now());
  const auto reply = co_await decide(std::move(envelope));
  const bool signed_before = row && row->phase == phase::active;
  if (reply.verdict == command_verdict::accepted && signed_before)
    co_await do_due(std::move(from), row->algorithm);
  co_return reply;
}

asio::awaitable<std::shared_ptr<const signing_keys::row>> workspace::find_key(std::string key_id) {
  auto name = public_claim(claim_kind::key_id, key_id);
  const auto id = co_await holder(std::move(name));
  if (!id) co_return nullptr;
  co_return co_await key_row(*id);
}

}

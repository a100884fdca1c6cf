// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_events.hpp"

#include "events/codec/body.hpp"
#include "tests/support/transparent.hpp"

namespace muniment::test {

namespace {

/// Seals by reversing, so that a box is never mistaken for what is in it.
bytes seal(std::string_view, bytes_view packed) { return {packed.rbegin(), packed.rend()}; }
std::optional<bytes> open(std::string_view, bytes_view box) {
  return bytes{box.rbegin(), box.rend()};
}

template <class Answer>
bool refused(const Answer& answer) {
  return answer.has_error() || answer->answer;
}

template <class Answer>
std::size_t events_of(const Answer& answer) {
  return answer ? answer->events.size() : 0;
}

}

bytes unsealed_digest(bytes_view box) { return *unpack<bytes>(*open({}, box)); }

void random_history::wish(std::size_t commands) {
  using wisher = void (random_history::*)();
  // Traffic is what there is most of.
  constexpr std::array<wisher, 16> kinds{
      &random_history::wish_of<workspace::noun>,     &random_history::wish_of<project::noun>,
      &random_history::wish_of<user::noun>,          &random_history::wish_of<user::noun>,
      &random_history::wish_of<credential::noun>,    &random_history::wish_of<client::noun>,
      &random_history::wish_of<consent::noun>,       &random_history::wish_of<session::noun>,
      &random_history::wish_of<session::noun>,       &random_history::wish_of<grant::noun>,
      &random_history::wish_of<grant::noun>,         &random_history::wish_of<grant::noun>,
      &random_history::wish_of<signing_key::noun>,   &random_history::wish_of<refusal::noun>,
      &random_history::wish_of<service_token::noun>, &random_history::wish_of<role::noun>};
  for (std::size_t n = 0; n < commands; ++n) {
    pass_time();
    (this->*kinds[chance_.below(kinds.size())])();
  }
}

void random_history::pass_time() { around_.now += std::chrono::milliseconds{chance_.below(4000)}; }

template <class Noun>
random_history::stream<Noun>& random_history::some_stream() {
  auto& all = std::get<streams<Noun>>(streams_);
  constexpr bool single = std::is_same_v<Noun, workspace::noun>;
  if (all.empty() || (!single && chance_.chance(15))) all.push_back({chance_.id()});
  // The younger half, mostly: the old are often at their end.
  const auto from = chance_.chance(70) ? all.size() / 2 : 0;
  return all[from + chance_.below(all.size() - from)];
}

template <class Noun>
void random_history::wish_of() {
  auto& of = some_stream<Noun>();
  const auto wish = draw(chance_, around_, opened_form(of.state, open));
  const auto name = std::visit([](const auto& each) { return std::string_view{each.type}; }, wish);
  const auto answer = Noun::decide(opened_form(of.state, open), wish);
  if (answer) record(of, *answer);
  const auto again = Noun::decide(opened_form(of.state, open), wish);
  trials_.push_back({name, events_of(answer), refused(answer), events_of(again), refused(again)});
}

template <class Noun>
void random_history::record(stream<Noun>& of,
                            const consequences<typename Noun::template event<opened>>& yes) {
  using fact = typename Noun::template event<stored>;
  if (yes.events.empty()) return;
  for (const auto& each : yes.released)
    claims_.erase({each.kind, each.digest, of.id});
  for (const auto& each : yes.taken)
    claims_.insert({each.kind, each.digest, of.id});
  const auto subject = Noun::subject(of.id, of.state, yes.events.front());
  const auto command = chance_.id();
  for (const auto& draft : yes.events) {
    auto at = next_place(of);
    at.subject = subject;
    at.command = command;
    at.outcome = outcome_of(draft, yes.answer);
    const auto sealed =
        std::visit([](const auto& e) -> fact { return sealed_form(e, seal); }, draft);
    std::visit(
        [&](const auto& e) {
          at.type = e.type;
          at.type_version = e.version;
          bodies_.push_back(encode_body(at, pack_event(e)));
        },
        sealed);
    of.state = Noun::evolve(std::move(of.state), sealed);
    ++of.version;
  }
  const auto remember = [&](std::vector<uuid>& ids) {
    if (of.version == yes.events.size()) ids.push_back(of.id);
  };
  if constexpr (std::is_same_v<Noun, project::noun>) remember(around_.projects);
  if constexpr (std::is_same_v<Noun, user::noun>) remember(around_.users);
  if constexpr (std::is_same_v<Noun, client::noun>) remember(around_.clients);
  if constexpr (std::is_same_v<Noun, session::noun>) remember(around_.sessions);
}

template <class Noun>
envelope random_history::next_place(const stream<Noun>& of) {
  envelope at;
  at.journal = uuid::random({1});
  at.position = bodies_.size() + 1;
  at.category = Noun::category;
  at.stream = of.id;
  at.version = of.version + 1;
  at.recorded_at = around_.now;
  at.actor.authentication = "password";
  if (chance_.chance(60)) {
    at.actor.kind = actor_kind::user;
    at.actor.id = chance_.one_of(around_.users, chance_.id());
  }
  if (chance_.chance(50)) at.correlation = chance_.entropy();
  if (chance_.chance(50)) at.access = sealed<access_metadata>{chance_.digest()};
  return at;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/aggregate.hpp"

#include "events/catalogue.hpp"

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace muniment {

namespace {

/// Keys staged for a decision that came to nothing go back.
class staged_keys {
public:
  explicit staged_keys(storage::keyring& ring) : ring_{ring} {}
  staged_keys(const staged_keys&) = delete;
  staged_keys& operator=(const staged_keys&) = delete;
  ~staged_keys() {
    if (!kept_) ring_.refused(changes);
  }

  storage::key_changes keep() {
    kept_ = true;
    return std::move(changes);
  }

  storage::key_changes changes;

private:
  storage::keyring& ring_;
  bool kept_ = false;
};

/// What only some nouns ask of the keyring. Keys are made, destroyed and replaced in the append of
/// the event that says so.
template <class Noun>
struct key_policy {
  static void before(typename Noun::command&, const uuid&, bool, storage::keyring&,
                     storage::key_changes&) {}
  template <class Event>
  static void after(const Event&, const typename Noun::command&, const uuid&,
                    const decision_context&, storage::key_changes&) {}
};

template <>
struct key_policy<user::noun> {
  static void before(user::command& wish, const uuid& stream, bool born, storage::keyring& ring,
                     storage::key_changes& changes) {
    auto* entering = std::get_if<user::register_user>(&wish);
    if (entering && !born) entering->subject_key = ring.create_subject(changes, stream);
  }

  static void after(const user::event<opened>& fact, const user::command&, const uuid& stream,
                    const decision_context& with, storage::key_changes& changes) {
    if (!std::holds_alternative<user::erased>(fact)) return;
    if (auto erased = with.ring.erase(stream)) changes = std::move(*erased);
  }
};

template <>
struct key_policy<workspace::noun> {
  static void before(workspace::command&, const uuid&, bool, storage::keyring&,
                     storage::key_changes&) {}
  static void after(const workspace::event<opened>& fact, const workspace::command&, const uuid&,
                    const decision_context& with, storage::key_changes& changes) {
    if (std::holds_alternative<workspace::keys_rolled>(fact))
      changes = with.ring.roll_workspace_key(with.eras().back());
  }
};

template <>
struct key_policy<signing_key::noun> {
  static void before(signing_key::command&, const uuid&, bool, storage::keyring&,
                     storage::key_changes&) {}

  static void after(const signing_key::event<opened>& fact, const signing_key::command& wish,
                    const uuid& stream, const decision_context& with,
                    storage::key_changes& changes) {
    std::visit(
        on{[&](const signing_key::generated&) {
             const auto& der = std::get<signing_key::generate>(wish).private_key.reveal();
             with.ring.put_signing_key(changes, stream, crypto::secret_bytes::copy_of(der));
           },
           [&](const signing_key::retired&) { changes = with.ring.remove_signing_key(stream); },
           [&](const signing_key::revoked&) { changes = with.ring.remove_signing_key(stream); },
           [](const auto&) {}},
        fact);
  }
};

/// Leaves no copy of most states behind: the buffer need not grow for them, and is wiped.
template <class T>
crypto::secret_bytes pack_secret(const T& value) {
  constexpr std::size_t ample = 1 << 14;
  msgpack::sbuffer buffer{ample};
  packer out{buffer};
  detail::pack_value(out, value);
  const std::span packed{reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size()};
  auto secret = crypto::secret_bytes::copy_of(packed);
  crypto::wipe(packed);
  return secret;
}

append_request request_of(const command_envelope& wish, std::uint64_t version) {
  append_request request;
  request.category = wish.category;
  request.stream = wish.stream;
  request.version = version;
  request.actor = wish.actor;
  request.command = wish.command;
  request.causation = wish.causation;
  request.correlation = wish.correlation;
  request.deadline = wish.deadline;
  return request;
}

template <decider Noun>
class aggregate_of final : public aggregate {
  using draft = typename Noun::template event<opened>;
  using fact = typename Noun::template event<stored>;

public:
  explicit aggregate_of(const uuid& stream) : stream_{stream} {}

  decoded<void> replay(std::span<const bytes> bodies) override {
    for (const auto& body : bodies) {
      const auto from = decode_body(body);
      if (!from) return from.error();
      auto event = decode_fact<fact>(*from);
      if (!event) return event.error();
      if (from->at().version != version_ + 1) return codec_error::wrong_shape;
      remember(*event);
    }
    return {};
  }

  prepared_append decide(const command_envelope& wish, const decision_context& with) override {
    staged_.clear();
    auto command = unpack_command<Noun>(wish.wish);
    if (!command) return {request_of(wish, version_), refusal_code::unreadable_command};
    staged_keys keys{with.ring};
    key_policy<Noun>::before(*command, stream_, version_ > 0, with.ring, keys.changes);
    const auto seen = opened_state(with.journal, with.ring);
    auto answer = Noun::decide(seen, *command);
    prepared_append prepared{request_of(wish, version_), {}};
    if (!answer) {
      prepared.answer = answer.error();
      return prepared;
    }
    prepared.answer = answer->answer;
    if (answer->events.empty()) return prepared;
    prepared.request.taken = std::move(answer->taken);
    prepared.request.released = std::move(answer->released);
    seal(*answer, wish, with, keys.changes, prepared.request);
    for (const auto& each : answer->events)
      key_policy<Noun>::after(each, *command, stream_, with, keys.changes);
    prepared.request.keys = keys.keep();
    return prepared;
  }

  crypto::secret_bytes tell(const uuid& journal, storage::keyring& ring) const override {
    return pack_secret(opened_state(journal, ring));
  }

  void commit() override {
    for (const auto& each : staged_)
      remember(each);
    staged_.clear();
  }

private:
  /// Only a box wants its key: most streams have none, and a key that is not there would be looked
  /// for in the database.
  auto opened_state(const uuid& journal, storage::keyring& ring) const {
    const auto at = place(journal, version_);
    return opened_form(state_, [&](std::string_view field, bytes_view box) -> std::optional<bytes> {
      if (!sealed_version(box)) return std::nullopt;
      return storage::opener(ring.find_subject_key(stream_), at)(field, box);
    });
  }

  [[nodiscard]] sealing_place place(const uuid& journal, std::uint64_t version) const {
    return {journal, Noun::category, stream_, version};
  }

  void seal(const consequences<draft>& yes, const command_envelope& wish,
            const decision_context& with, storage::key_changes& changes, append_request& request) {
    request.subject = Noun::subject(stream_, state_, yes.events.front());
    auto version = version_;
    for (const auto& each : yes.events) {
      ++version;
      draft_event drafted;
      drafted.outcome = outcome_of(each, yes.answer);
      std::visit(
          [&](const auto& event) { pack_sealed(event, version, with, changes, request, drafted); },
          each);
      if (const auto key = access_key(wish, request.subject, with, changes))
        drafted.access = storage::seal_access(*key, place(with.journal, version), today(with),
                                              wish.access->reveal());
      request.events.push_back(std::move(drafted));
    }
  }

  static std::chrono::sys_days today(const decision_context& with) {
    return std::chrono::floor<std::chrono::days>(with.now);
  }

  /// While keys are destroyed or replaced no key can be made; then only a day that has one already
  /// keeps where the wish came from.
  static storage::shared_key access_key(const command_envelope& wish,
                                        const std::optional<uuid>& subject,
                                        const decision_context& with,
                                        storage::key_changes& changes) {
    if (!wish.access || wish.access->erased()) return nullptr;
    if (is_exclusive(wish)) return with.ring.find_access_key(today(with), subject);
    return with.ring.access_key(changes, today(with), subject);
  }

  template <class E>
  void pack_sealed(const E& event, std::uint64_t version, const decision_context& with,
                   storage::key_changes& changes, append_request& request, draft_event& drafted) {
    drafted.type = E::type;
    drafted.type_version = E::version;
    if constexpr (std::same_as<in_form<stored, E>, E>) {
      drafted.payload = pack_event(event);
      staged_.emplace_back(event);
    } else {
      auto key = with.ring.subject_key(changes, request.subject.value());
      auto closed = sealed_form(event, storage::sealer(key, place(with.journal, version)));
      drafted.payload = pack_event(closed);
      staged_.emplace_back(std::move(closed));
    }
  }

  void remember(const fact& event) {
    state_ = Noun::evolve(std::move(state_), event);
    ++version_;
  }

  uuid stream_;
  typename Noun::template state<stored> state_{};
  std::vector<fact> staged_;
};

}

std::unique_ptr<aggregate> make_aggregate(std::string_view category, const uuid& stream) {
  std::unique_ptr<aggregate> made;
  boost::mp11::mp_for_each<nouns>([&]<class Noun>(Noun) {
    if (Noun::category == category) made = std::make_unique<aggregate_of<Noun>>(stream);
  });
  return made;
}

bool is_creation(const command_envelope& wish) {
  if (wish.category != workspace::category) return false;
  const auto parts = detail::split_command(wish.wish);
  return parts && parts->type == workspace::create::type;
}

/// Asked of every command several times, so that it is read only where its noun has such a one.
bool is_exclusive(const command_envelope& wish) {
  constexpr std::array<std::string_view, 3> with_keys{user::category, workspace::category,
                                                      signing_key::category};
  if (std::ranges::find(with_keys, wish.category) == with_keys.end()) return false;
  const auto parts = detail::split_command(wish.wish);
  constexpr std::array<std::string_view, 4> alone{user::erase::type, workspace::roll_keys::type,
                                                  signing_key::retire::type,
                                                  signing_key::revoke::type};
  return parts && std::ranges::find(alone, parts->type) != alone.end();
}

}

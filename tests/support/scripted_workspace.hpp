// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/commands.hpp"
#include "actors/messages.hpp"
#include "crypto/random.hpp"
#include "tests/support/append_requests.hpp"

#include <deque>
#include <functional>
#include <map>

namespace muniment::test {

/// A database in memory for actors under test: key rows, streams and idempotency rows as appended.
/// It is no model of storage, only enough of one to tell what the actors asked and wrote.
struct scripted_workspace {
  scripted_workspace() {
    const auto secret = crypto::random_secret(32);
    era = {1, std::make_shared<const crypto::sealing_key>(secret.reveal())};
    storage::key_changes born;
    storage::keyring::create(
        journal, era, [](const storage::key_query&) { return std::vector<storage::key_row>{}; },
        born);
    keep(born);
  }

  void keep(const storage::key_changes& changes) {
    for (const auto& row : changes.written)
      keys.insert_or_assign(storage::id_of(row), row);
    for (const auto& id : changes.deleted)
      keys.erase(id);
  }

  keys_reply find_keys(const storage::key_query& query) const {
    if (!reachable) return {};
    keys_reply reply{true, {}};
    for (const auto& [id, row] : keys)
      if (id.kind == static_cast<std::int16_t>(query.kind) &&
          id.bucket == query.bucket.value_or(id.bucket) && id.id == query.id.value_or(id.id))
        reply.rows.push_back(row);
    return reply;
  }

  holder_reply find_holder(const storage::claim_id& wanted) const {
    if (!reachable) return {};
    holder_reply reply{true, {}};
    const auto names = [&](const claim& each) {
      return static_cast<std::int16_t>(each.kind) == wanted.kind && each.digest == wanted.digest;
    };
    for (const auto& request : appended) {
      if (std::ranges::any_of(request.released, names)) reply.stream.reset();
      if (std::ranges::any_of(request.taken, names)) reply.stream = request.stream;
    }
    return reply;
  }

  /// Nothing was ever written, keys neither.
  void unborn() { keys.clear(); }

  append_reply append(const append_request& request) {
    appended.push_back(request);
    if (!answers.empty()) {
      const auto answer = answers.front();
      answers.pop_front();
      if (answer.verdict != append_verdict::committed) return answer;
    }
    auto& bodies = streams[{request.category, request.stream}];
    for (const auto& each : request.events) {
      envelope at;
      at.journal = journal;
      at.position = ++position;
      at.category = request.category;
      at.stream = request.stream;
      at.version = bodies.size() + 1;
      at.type = each.type;
      at.type_version = each.type_version;
      at.subject = request.subject;
      bodies.push_back(encode_body(at, each.payload));
    }
    keep(request.keys);
    if (const auto& ticket = request.idempotency)
      commands.push_back({ticket->digest, ticket->fingerprint, position, ticket->outcome, noon});
    return {append_verdict::committed, position, {}, {}};
  }

  uuid journal = numbered(200);
  storage::era era;
  std::map<storage::key_id, storage::key_row> keys;
  std::map<std::pair<std::string, uuid>, std::vector<bytes>> streams;
  std::vector<storage::idempotency_row> commands;
  std::vector<append_request> appended;
  std::deque<append_reply> answers; ///< of the next appends; committed when there are none
  std::uint64_t position = 0;
  bool reachable = true;
  int wakes = 0;
  int streams_read = 0;
  int keys_read = 0;
  std::function<void()> while_reading;      ///< a stream; unless null
  std::function<void()> while_reading_keys; ///< unless null
  instant wake_deadline, stream_deadline;
};

using workspace_script = std::shared_ptr<scripted_workspace>;

inline journal_actor::behavior_type scripted_journal(journal_actor::pointer,
                                                     workspace_script script) {
  return {[script](const append_ptr& request) { return script->append(*request); },
          [](retry_atom) {}};
}

inline archivist_actor::behavior_type scripted_archivist(archivist_actor::pointer,
                                                         workspace_script script) {
  return {
      [](const settle_ptr&) { return settle_reply{}; },
      [script](const lookup_ptr& wanted) {
        lookup_reply reply{script->reachable, {}, {}};
        for (const auto& row : script->commands)
          if (std::ranges::count(wanted->digests, row.digest)) reply.commands_known.push_back(row);
        return reply;
      },
      [script](const holder_ptr& wanted) { return script->find_holder(wanted->claim); },
      [script](const wake_ptr& wanted) -> wake_reply {
        ++script->wakes;
        script->wake_deadline = wanted->deadline;
        if (!script->reachable) return {nullptr, "scripted"};
        return {std::make_shared<journal_cursor>(journal_cursor{
                    wanted->schema, script->journal, 1, script->position, noon, {}, {}}),
                {}};
      },
      [script](const stream_ptr& wanted) {
        ++script->streams_read;
        script->stream_deadline = wanted->deadline;
        if (script->while_reading) script->while_reading();
        return stream_reply{script->reachable, script->streams[{wanted->category, wanted->stream}]};
      },
      [script](const keys_ptr& wanted) {
        ++script->keys_read;
        if (script->while_reading_keys) script->while_reading_keys();
        return script->find_keys(wanted->query);
      }};
}

/// The replies to commands under way, which are taken out of `asked`.
template <class Asked>
std::vector<command_reply> replies_to(std::vector<Asked>& asked) {
  std::vector<command_reply> all;
  for (auto& each : asked)
    each.receive([&](const command_reply& reply) { all.push_back(reply); },
                 [&](const caf::error&) {
                   all.push_back({command_verdict::unknown, 0, "error"});
                 });
  asked.clear();
  return all;
}

/// A command of a noun, on its way.
template <class Noun, class Wish>
command_envelope wish_for(const uuid& stream, const Wish& wish) {
  command_envelope envelope;
  envelope.deadline = noon + std::chrono::hours{1};
  envelope.command = numbered(77);
  envelope.actor = {actor_kind::system, {}, "none", {}};
  envelope.category = std::string{Noun::category};
  envelope.stream = stream;
  envelope.wish = pack_command(wish);
  return envelope;
}

/// Somebody to register, with names made of `number`.
inline user::register_user registering(std::uint8_t number) {
  user::register_user wish;
  wish.user_name = plain{"person-" + std::to_string(number)};
  wish.user_name_digest = plain{bytes{number}};
  return wish;
}

}

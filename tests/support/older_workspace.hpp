// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/declared_claims.hpp"
#include "events/catalogue.hpp"
#include "events/credential.hpp"
#include "events/user.hpp"
#include "storage/provisioning.hpp"
#include "storage/sealer.hpp"
#include "tests/support/journal_writer.hpp"
#include "tests/support/node_world.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muniment::test {

/// A journal that an older binary wrote, on its way into a workspace of today's database. The
/// workspace has the ids and the slug that its journal names.
///
/// Whoever wrote such a journal sealed by turning octets round, under no key. As it was stored its
/// people are therefore strangers: nothing of theirs opens, and their names claim nothing.
class older_workspace {
public:
  older_workspace(node_world& world, std::vector<bytes> bodies)
      : world_{world}, bodies_{std::move(bodies)}, ring_{storage::keyring::create(
                                                       first().journal, world.keys().eras().back(),
                                                       [](const storage::key_query&) {
                                                         return std::vector<storage::key_row>{};
                                                       },
                                                       keys_)} {
    for (const auto& body : bodies_)
      learn(decode_body(body).value());
  }

  /// Gives keys to all whom the journal does not erase, and seals under them what is theirs; not
  /// another octet of the journal changes.
  void seal_anew() {
    for (auto& body : bodies_)
      if (auto sealed = sealed_anew(body)) body = std::move(*sealed);
  }

  /// Makes the workspace, and puts there by append: every event with tiles and frontier, the rows
  /// of its keys, and the claims that the events declare, as far as they open.
  storage::schema_name store() {
    auto& database = world_.database();
    const auto made = storage::provision(control_dsn(), workspace_, first().journal, slug_);
    journal_writer journal{database, made.schema};
    constexpr std::size_t commit = 50;
    for (std::size_t at = 0; at < bodies_.size(); at += commit) {
      const auto end = std::min(at + commit, bodies_.size());
      journal.append_bodies({bodies_.begin() + static_cast<std::ptrdiff_t>(at),
                             bodies_.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    auto part = journal.part_of({});
    storage::add_to(part, keys_);
    for (const auto& [stream, claims] : claims())
      std::ranges::copy(claims, std::back_inserter(part.claims_taken));
    storage::hub_connection hub{database.hub_dsn()};
    if (hub.commit({&part, 1}).parts.front().verdict != storage::part_verdict::committed)
      throw std::runtime_error{"claims and keys of an older journal were refused"};
    return made.schema;
  }

  /// The role of a workspace is the whole cluster's: the next database can have this one only when
  /// it is gone. After the node has ended.
  void drop() { storage::drop_workspace(control_dsn(), workspace_); }

  [[nodiscard]] const std::vector<bytes>& bodies() const { return bodies_; }
  [[nodiscard]] const std::string& slug() const { return slug_; }

private:
  using claims_of_streams = std::map<uuid, std::vector<storage::claim_row>>;

  [[nodiscard]] std::string control_dsn() const {
    return world_.database().dsn(world_.database().logins().control);
  }
  [[nodiscard]] envelope first() const { return decode_body(bodies_.front()).value().at(); }

  void learn(const record& from) {
    const auto& at = from.at();
    if (at.type == user::erased::type) erased_.insert(at.stream);
    if (at.category != workspace::category) return;
    workspace_ = at.stream;
    std::visit(on{[&](const workspace::created& fact) { slug_ = fact.slug; },
                  [&](const workspace::slug_changed& fact) { slug_ = fact.slug; },
                  [](const auto&) {}},
               decode_fact<workspace::event<stored>>(from).value());
  }

  /// Nothing when nothing in it is sealed, or its person has no key any more.
  std::optional<bytes> sealed_anew(const bytes& body) {
    const auto from = decode_body(body).value();
    if (from.at().category == user::category)
      return sealed_anew(from.at(), decode_fact<user::event<stored>>(from).value());
    if (from.at().category == credential::category)
      return sealed_anew(from.at(), decode_fact<credential::event<stored>>(from).value());
    return std::nullopt;
  }

  template <class Fact>
  std::optional<bytes> sealed_anew(const envelope& at, const Fact& fact) {
    if (erased_.contains(at.stream)) return std::nullopt;
    const auto born = people_.try_emplace(at.stream);
    if (born.second) born.first->second = ring_.create_subject(keys_, at.stream);
    const auto seal = storage::sealer(ring_.find_subject_key(at.stream), place_of(at));
    return std::visit(
        [&](const auto& e) {
          auto anew = sealed_form(opened_form(e, turned_round), seal);
          if constexpr (std::is_same_v<decltype(anew), user::registered<stored>>)
            anew.subject_key = born.first->second;
          return encode_body(at, pack_event(anew));
        },
        fact);
  }

  static std::optional<bytes> turned_round(std::string_view, bytes_view box) {
    return bytes{box.rbegin(), box.rend()};
  }

  static sealing_place place_of(const envelope& at) {
    return {at.journal, catalogue::find_category(at.category)->name, at.stream, at.version};
  }

  claims_of_streams claims() {
    claims_of_streams held;
    for (const auto& body : bodies_) {
      const auto from = decode_body(body).value();
      const auto found = declared_claims(from).value();
      auto& own = held[from.at().stream];
      std::erase_if(own, [&](const storage::claim_row& each) {
        return std::ranges::find(found.released, static_cast<claim_kind>(each.kind)) !=
               found.released.end();
      });
      for (const auto& each : found.taken)
        if (auto digest = digest_of(each, from.at()))
          own.push_back(
              {static_cast<std::int16_t>(each.kind), std::move(*digest), from.at().stream});
    }
    return held;
  }

  std::optional<bytes> digest_of(const declared_claim& each, const envelope& at) {
    if (each.sealed_field.empty()) return each.digest;
    const auto open = storage::opener(ring_.find_subject_key(at.stream), place_of(at));
    const auto packed = open(each.sealed_field, each.digest);
    if (!packed) return std::nullopt;
    return unpack<bytes>(bytes_view{*packed}).value();
  }

  node_world& world_;
  std::vector<bytes> bodies_;
  storage::key_changes keys_;
  storage::keyring ring_;
  uuid workspace_;
  std::string slug_;
  std::set<uuid> erased_;
  std::map<uuid, user::key_reference> people_; ///< who were given keys
};

}

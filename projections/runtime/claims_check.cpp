// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/claims_check.hpp"

#include "events/catalogue.hpp"
#include "storage/sealer.hpp"

#include <algorithm>

namespace muniment {

namespace {

std::string name_of(claim_kind kind) {
  const auto* name = boost::describe::enum_to_string(kind, nullptr);
  return name ? name : "claim of kind " + std::to_string(static_cast<int>(kind));
}

bool is_sealed(const declared_claim& each) { return !each.sealed_field.empty(); }

/// The digest that an event declares; nothing when its box does not open.
std::optional<bytes> digest_of(const declared_claim& each, const storage::shared_key& key,
                               const sealing_place& place) {
  if (!is_sealed(each)) return each.digest;
  const auto packed = storage::opener(key, place)(each.sealed_field, each.digest);
  if (!packed) return std::nullopt;
  auto digest = unpack<bytes>(bytes_view{*packed});
  if (!digest) return std::nullopt;
  return std::move(*digest);
}

}

bool claims_check::declare(const record& from) {
  auto found = declared_claims(from);
  if (!found) return false;
  if (found->released.empty() && found->taken.empty()) return true;
  const auto& at = from.at();
  const auto* category = catalogue::find_category(at.category);
  auto& by = holders_[at.stream];
  by.journal = at.journal;
  by.category = category ? category->name : std::string_view{};
  std::erase_if(by.claims, [&](const declared_claim& each) {
    return std::ranges::find(found->released, each.kind) != found->released.end();
  });
  std::ranges::move(found->taken, std::back_inserter(by.claims));
  if (by.claims.empty()) holders_.erase(at.stream);
  return true;
}

void claims_check::keep(storage::claim_row row) {
  kept_.emplace(claim_name{row.kind, std::move(row.digest)}, row.stream);
}

void claims_check::compare(const claim_holders& known, journal_report& into,
                           const std::function<void()>& told) {
  into.claims = kept_.size();
  for (const auto& [stream, by] : holders_) {
    compare(stream, by, known, into);
    told();
  }
  for (const auto& [name, stream] : kept_)
    if (!gone_.contains(stream))
      into.differs(to_string(stream) + " holds a " + name_of(static_cast<claim_kind>(name.first)) +
                   " that no event declares");
}

void claims_check::compare(const uuid& stream, const holder& by, const claim_holders& known,
                           journal_report& into) {
  const auto needs_key = std::ranges::any_of(by.claims, is_sealed);
  const auto key = needs_key ? known.key(stream) : storage::shared_key{};
  if (needs_key && !key) {
    gone_.insert(stream);
    if (!known.erased(stream))
      into.differs("the key of " + to_string(stream) + " is gone, and no event erased it");
    return;
  }
  for (const auto& each : by.claims) {
    const auto digest = digest_of(each, key, {by.journal, by.category, stream, 0});
    if (digest)
      meet(stream, each, *digest, into);
    else
      into.differs("the " + name_of(each.kind) + " that " + to_string(stream) +
                   " declares cannot be opened");
  }
}

void claims_check::meet(const uuid& stream, const declared_claim& declared, const bytes& digest,
                        journal_report& into) {
  const auto found = kept_.find({static_cast<std::int16_t>(declared.kind), digest});
  const auto what = "the " + name_of(declared.kind) + " that " + to_string(stream) + " declares";
  if (found == kept_.end()) return into.differs(what + " is claimed by nobody");
  if (found->second != stream) into.differs(what + " is claimed by " + to_string(found->second));
  kept_.erase(found);
}

}

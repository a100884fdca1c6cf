// SPDX-License-Identifier: Apache-2.0
#include "http/node/signing_keys.hpp"

#include "crypto/jwk.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/metadata.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <map>

namespace muniment::http {
namespace {

/// Adds the public half of a key.
void add_public(std::vector<crypto::verification_key>& known, const signing_keys::row& key) {
  if (const auto jwk = crypto::parse_strict_object(key.public_jwk))
    if (auto parsed = crypto::parse_jwk(*jwk)) known.push_back(std::move(*parsed));
}

}

bool may_sign(signing_keys::phase phase) {
  return phase == signing_keys::phase::active || phase == signing_keys::phase::retiring;
}

const signing_keys::row* active_key(const std::vector<signing_keys::row>& rows,
                                    std::string_view algorithm) {
  const signing_keys::row* newest = nullptr;
  for (const auto& each : rows)
    if (each.phase == signing_keys::phase::active && each.algorithm == algorithm &&
        (!newest || newest->position < each.position))
      newest = &each;
  return newest;
}

bool retire_in_plenty(const std::vector<signing_keys::row>& rows, std::string_view algorithm) {
  constexpr std::ptrdiff_t most = 32;
  return std::ranges::count_if(rows, [&](const auto& each) {
           return each.phase == signing_keys::phase::retiring && each.algorithm == algorithm;
         }) >= most;
}

std::vector<signing_keys::row>
newest_rows(std::vector<signing_keys::row> table,
            const std::vector<std::pair<uuid, std::shared_ptr<const signing_keys::row>>>& memory) {
  std::map<uuid, signing_keys::row> newest;
  for (auto& each : table)
    newest.emplace(each.id, std::move(each));
  for (const auto& [id, row] : memory)
    if (const auto known = newest.find(id);
        row && (known == newest.end() || known->second.position < row->position))
      newest.insert_or_assign(id, *row);
  std::vector<signing_keys::row> all;
  all.reserve(newest.size());
  for (auto& [id, row] : newest)
    all.push_back(std::move(row));
  return all;
}

known_keys::shared_rows known_keys::rows(moment now, std::chrono::milliseconds age) const {
  return rows_ && now - learned_ < age ? rows_ : nullptr;
}

void known_keys::learn(shared_rows rows, std::vector<signing_keys::row> retired, moment now) {
  // They are read again and again, and change once in weeks.
  if (!parsed_ || *parsed_ != *rows) {
    parse(*rows);
    parsed_ = rows;
  }
  if (retired_ != retired) {
    retired_public_.clear();
    for (const auto& each : retired)
      add_public(retired_public_, each);
    retired_ = std::move(retired);
  }
  rows_ = std::move(rows);
  learned_ = now;
}

void known_keys::parse(const std::vector<signing_keys::row>& rows) {
  public_.clear();
  std::unordered_map<uuid, private_key> kept;
  for (const auto& each : rows) {
    if (!signing_keys::is_published(each.phase)) continue;
    add_public(public_, each);
    if (const auto found = private_.find(each.id); found != private_.end()) kept.insert(*found);
  }
  private_ = std::move(kept);
  key_set_ = std::make_shared<const tagged_text>(tagged(oidc::key_set(rows)));
}

known_keys::private_key known_keys::find_private(const uuid& key) const {
  const auto found = private_.find(key);
  return found == private_.end() ? nullptr : found->second;
}

void known_keys::keep(const uuid& key, private_key parsed) {
  private_.insert_or_assign(key, std::move(parsed));
}

}

// SPDX-License-Identifier: Apache-2.0
#include "storage/key_tree.hpp"

#include "crypto/digest.hpp"

#include <algorithm>

namespace muniment::storage {
namespace {

constexpr std::string_view names[] = {"unknown", "workspace", "bucket",        "subject",
                                      "day",     "look-up",   "client secret", "signing",
                                      "log",     "unknown",   "destruction"};

std::int16_t number_of(key_kind kind) { return static_cast<std::int16_t>(kind); }

}

std::int16_t bucket_of(const uuid& subject) {
  const auto digest = crypto::sha256(subject.view());
  return static_cast<std::int16_t>(digest[0] << 2 | digest[1] >> 6);
}

key_id sole_key_id(key_kind kind) { return {number_of(kind), 0, uuid{}}; }

key_id bucket_key_id(std::int16_t bucket) { return {number_of(key_kind::bucket), bucket, uuid{}}; }

key_id subject_key_id(const uuid& subject) {
  return {number_of(key_kind::subject), bucket_of(subject), subject};
}

key_id owned_key_id(key_kind kind, const uuid& id) { return {number_of(kind), 0, id}; }

key_id day_key_id(std::chrono::sys_days day) {
  uuid id;
  const auto number = static_cast<std::uint32_t>(day.time_since_epoch().count());
  for (int i = 0; i < 4; ++i)
    id.octets[12 + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return owned_key_id(key_kind::day, id);
}

std::optional<std::chrono::sys_days> day_of(const key_id& id) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i)
    number = number << 8 | id.id.octets[12 + i];
  const std::chrono::sys_days day{std::chrono::days{static_cast<std::int32_t>(number)}};
  return day_key_id(day) == id ? std::optional{day} : std::nullopt;
}

std::string to_string(const key_id& id) {
  const bool known = id.kind > 0 && id.kind < static_cast<std::int16_t>(std::size(names));
  return std::string{names[known ? id.kind : 0]} + " key " + std::to_string(id.bucket) + "/" +
         muniment::to_string(id.id);
}

}

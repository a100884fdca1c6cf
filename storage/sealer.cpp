// SPDX-License-Identifier: Apache-2.0
#include "storage/sealer.hpp"

#include "storage/big_endian.hpp"

namespace muniment::storage {
namespace {

constexpr std::string_view access_field = "access";

/// Version (8), then day (4), then what `crypto::seal` returned.
constexpr std::size_t day_size = 4;

}

sealed<access_metadata> seal_access(const crypto::sealing_key& key, const sealing_place& place,
                                    std::chrono::sys_days day, const access_metadata& seen) {
  bytes named;
  put(named, big_endian(static_cast<std::uint32_t>(day.time_since_epoch().count())));
  put(named, crypto::seal(key, associated_data(place, access_field), pack(seen)));
  return {versioned_box(place.version, named)};
}

std::optional<std::chrono::sys_days> day_of_access(const sealed<access_metadata>& box) {
  const auto named = unversioned(box.box);
  if (named.size() < day_size) return std::nullopt;
  const auto number = static_cast<std::int32_t>(from_big_endian(named.first<day_size>()));
  return std::chrono::sys_days{std::chrono::days{number}};
}

std::optional<access_metadata> open_access(const crypto::sealing_key& key, sealing_place place,
                                           const sealed<access_metadata>& box) {
  const auto version = sealed_version(box.box);
  if (!version || !day_of_access(box)) return std::nullopt;
  place.version = *version;
  const auto packed = crypto::open(key, associated_data(place, access_field),
                                   unversioned(box.box).subspan(day_size));
  if (!packed) return std::nullopt;
  auto seen = unpack<access_metadata>(*packed);
  if (!seen) return std::nullopt;
  return *std::move(seen);
}

}

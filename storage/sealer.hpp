// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/seal.hpp"
#include "events/envelope.hpp"
#include "events/sealing.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

/// Between the keys of a subject and the two forms of a fact (events/sealing.hpp). Pure, any
/// thread; the category's text in a place outlives what is made here.
namespace muniment::storage {

/// The `seal` that `sealed_form` wants: `sealed_form(fact, sealer(key, place))`.
inline auto sealer(std::shared_ptr<const crypto::sealing_key> key, const sealing_place& place) {
  return [key = std::move(key), place](std::string_view field, bytes_view packed) {
    return versioned_box(place.version, crypto::seal(*key, associated_data(place, field), packed));
  };
}

/// The `open` that `opened_form` wants. Each box names the version it was sealed at, so `place`'s
/// own does not matter and one opener serves a row with boxes of many versions. With a null key
/// (subject erased or unknown) nothing opens.
inline auto opener(std::shared_ptr<const crypto::sealing_key> key, const sealing_place& place) {
  return [key = std::move(key), place](std::string_view field,
                                       bytes_view box) -> std::optional<bytes> {
    const auto version = sealed_version(box);
    if (!key || !version) return std::nullopt;
    const sealing_place sealed_at{place.journal, place.category, place.stream, *version};
    return crypto::open(*key, associated_data(sealed_at, field), unversioned(box));
  };
}

/// Seals an envelope's access metadata under `keyring::access_key(…, day, …)`. The box names its
/// day, because the event may be recorded on the next one.
sealed<access_metadata> seal_access(const crypto::sealing_key& key, const sealing_place& place,
                                    std::chrono::sys_days day, const access_metadata& seen);

/// The day whose key opens a box; nothing when it is no such box.
std::optional<std::chrono::sys_days> day_of_access(const sealed<access_metadata>& box);

/// Nothing when the key is not the one, or the box was moved or changed. The version in `place`
/// does not matter.
std::optional<access_metadata> open_access(const crypto::sealing_key& key, sealing_place place,
                                           const sealed<access_metadata>& box);

}

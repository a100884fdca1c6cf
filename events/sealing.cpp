// SPDX-License-Identifier: Apache-2.0
#include "events/sealing.hpp"

namespace muniment {

namespace {

void put_number(bytes& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put(bytes& out, bytes_view part) {
  put_number(out, part.size());
  out.insert(out.end(), part.begin(), part.end());
}

}

bytes associated_data(const sealing_place& place, std::string_view field) {
  bytes data;
  put(data, place.journal.view());
  put(data, as_bytes(place.category));
  put(data, place.stream.view());
  put_number(data, place.version);
  put(data, as_bytes(field));
  return data;
}

std::optional<std::uint64_t> sealed_version(bytes_view box) {
  if (box.size() < 8) return std::nullopt;
  std::uint64_t version = 0;
  for (const auto octet : box.first(8))
    version = version << 8 | octet;
  return version;
}

bytes versioned_box(std::uint64_t version, bytes_view box) {
  bytes whole;
  whole.reserve(8 + box.size());
  put_number(whole, version);
  whole.insert(whole.end(), box.begin(), box.end());
  return whole;
}

bytes_view unversioned(bytes_view box) { return box.subspan(std::min<std::size_t>(8, box.size())); }

}

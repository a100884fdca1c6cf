// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "events/codec/msgpack.hpp"
#include "projections/projection.hpp"

#include <map>

namespace muniment {

/// The checksum of a read model: SHA-256 over its name and its packed rows in the order of their
/// keys. It depends on what is known and not on how it came to be known, so live, rebuilt and
/// reference rows can be compared on any machine. One object serves one thread at a time.
class row_checksum {
public:
  explicit row_checksum(std::string_view name);

  /// Adds the packed row with the next higher key.
  void add(bytes_view packed_row);

  /// The checksum of the rows so far; ends the object's use.
  crypto::hash finish();

private:
  crypto::sha256_stream digest_;
};

/// Rows by key.
template <projection P>
using rows_of = std::map<key_of<typename P::row>, typename P::row>;

template <projection P>
crypto::hash checksum_of(const rows_of<P>& rows) {
  row_checksum sum{P::name};
  for (const auto& [key, row] : rows)
    sum.add(pack(row));
  return sum.finish();
}

}

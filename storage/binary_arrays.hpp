// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <cstdint>
#include <ranges>

namespace muniment::storage {

/// How Postgres names an element type in binary (pg_type.oid; fixed for ever for built-in types).
enum class element : std::uint32_t {
  bytea = 17,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  timestamptz = 1184,
  uuid = 2950,
};

/// Appends the binary form of a single value: big-endian two's complement, microseconds since
/// 2000-01-01 for an instant, the octets themselves for ids and bytes.
void put(bytes& out, std::int16_t value);
void put(bytes& out, std::int32_t value);
void put(bytes& out, std::int64_t value);
void put(bytes& out, instant value);
void put(bytes& out, const muniment::uuid& value);
void put(bytes& out, bytes_view value);

/// Reads back what Postgres sends for a value; the view must have exactly the value's size.
std::int64_t int8_from(bytes_view data);
std::int32_t int4_from(bytes_view data);
std::int16_t int2_from(bytes_view data);
instant instant_from(bytes_view data);

/// Writes a one-dimensional array without NULLs, the binary form of `type[]`; an empty one has no
/// dimension, as Postgres itself writes it.
class array_writer {
public:
  array_writer(element type, std::size_t count);

  /// Appends the next element. Its type must be the array's; `count` of them make the array whole.
  template <class Value>
  void add(const Value& value) {
    const auto value_at = open();
    put(out_, value);
    close(value_at);
  }

  [[nodiscard]] bytes take() { return std::move(out_); }

private:
  std::size_t open();
  void close(std::size_t value_at);

  bytes out_;
};

/// The array of what `value_of` says about each row.
template <std::ranges::sized_range Rows, class ValueOf>
bytes array_of(element type, const Rows& rows, ValueOf value_of) {
  array_writer array{type, rows.size()};
  for (const auto& row : rows)
    array.add(value_of(row));
  return array.take();
}

}

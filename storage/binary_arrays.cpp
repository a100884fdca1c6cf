// SPDX-License-Identifier: Apache-2.0
#include "storage/binary_arrays.hpp"

#include <stdexcept>
#include <type_traits>

namespace muniment::storage {

namespace {

constexpr std::size_t length_bytes = 4;

/// Microseconds from 1970 to 2000, where Postgres begins to count.
constexpr std::int64_t postgres_epoch = 946'684'800'000'000;

template <class Integer>
void big_endian(std::uint8_t* to, Integer value) {
  auto rest = static_cast<std::make_unsigned_t<Integer>>(value);
  for (auto at = sizeof(Integer); at-- > 0; rest = static_cast<decltype(rest)>(rest >> 7 >> 1))
    to[at] = static_cast<std::uint8_t>(rest);
}

template <class Integer>
void append_integer(bytes& out, Integer value) {
  out.resize(out.size() + sizeof value);
  big_endian(out.data() + out.size() - sizeof value, value);
}

template <class Integer>
Integer read_integer(bytes_view data) {
  if (data.size() != sizeof(Integer)) throw std::length_error{"an integer of another width"};
  std::make_unsigned_t<Integer> value = 0;
  for (const auto octet : data)
    value = static_cast<decltype(value)>(value << 7 << 1 | octet);
  return static_cast<Integer>(value);
}

}

void put(bytes& out, std::int16_t value) { append_integer(out, value); }
void put(bytes& out, std::int32_t value) { append_integer(out, value); }
void put(bytes& out, std::int64_t value) { append_integer(out, value); }
void put(bytes& out, instant value) {
  append_integer(out, to_microseconds(value) - postgres_epoch);
}
void put(bytes& out, const muniment::uuid& value) { put(out, value.view()); }
void put(bytes& out, bytes_view value) { out.insert(out.end(), value.begin(), value.end()); }

std::int64_t int8_from(bytes_view data) { return read_integer<std::int64_t>(data); }
std::int32_t int4_from(bytes_view data) { return read_integer<std::int32_t>(data); }
std::int16_t int2_from(bytes_view data) { return read_integer<std::int16_t>(data); }
instant instant_from(bytes_view data) {
  return from_microseconds(int8_from(data) + postgres_epoch);
}

array_writer::array_writer(element type, std::size_t count) {
  append_integer(out_, std::int32_t{count == 0 ? 0 : 1});
  append_integer(out_, std::int32_t{0}); // No NULLs.
  append_integer(out_, static_cast<std::uint32_t>(type));
  if (count == 0) return;
  append_integer(out_, static_cast<std::int32_t>(count));
  append_integer(out_, std::int32_t{1}); // The lower bound.
}

std::size_t array_writer::open() {
  out_.resize(out_.size() + length_bytes);
  return out_.size();
}

void array_writer::close(std::size_t value_at) {
  big_endian(out_.data() + value_at - length_bytes,
             static_cast<std::int32_t>(out_.size() - value_at));
}

}

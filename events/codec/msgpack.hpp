// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <boost/system/result.hpp>
#include <msgpack.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace muniment {

/// Why bytes were not read. The bytes themselves are never part of an error.
enum class codec_error : std::uint8_t {
  malformed = 1,   ///< not one msgpack value, or something behind it
  too_large,       ///< beyond `codec_limits`
  wrong_shape,     ///< msgpack, but not this struct
  unknown_type,    ///< no such event type in this binary
  unknown_version, ///< a version newer than this binary reads
};
BOOST_DESCRIBE_ENUM(codec_error, malformed, too_large, wrong_shape, unknown_type, unknown_version)

[[noreturn]] void throw_exception_from_error(codec_error error, const boost::source_location&);

template <class T>
using decoded = boost::system::result<T, codec_error>;

/// What a body or a command may hold at most; more is refused before it is allocated.
struct codec_limits {
  static constexpr std::size_t body_octets = 64 * 1024;
  static constexpr std::size_t elements = 4096;
  static constexpr std::size_t depth = 16;
};

using packer = msgpack::packer<msgpack::sbuffer>;

namespace detail {

template <class T>
inline constexpr bool is_octets = false;
template <>
inline constexpr bool is_octets<bytes> = true;
template <std::size_t N>
inline constexpr bool is_octets<std::array<std::uint8_t, N>> = true;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = !std::same_as<T, std::uint8_t>;

inline void pack_octets(packer& out, bytes_view octets) {
  out.pack_bin(static_cast<std::uint32_t>(octets.size()));
  out.pack_bin_body(reinterpret_cast<const char*>(octets.data()),
                    static_cast<std::uint32_t>(octets.size()));
}

template <class T>
void pack_value(packer& out, const T& value);

template <class T>
void pack_members(packer& out, const T& value) {
  for_each_member(value, [&](std::string_view, const auto& member) { pack_value(out, member); });
}

/// Personal values in the clear are packed only on their way into a seal or inside a command, which
/// never touches a disk; events are packed in their stored form (`pack_event` checks it).
template <class T>
void pack_personal(packer& out, const T& value) {
  if constexpr (requires { value.box; }) {
    pack_octets(out, value.box);
  } else if (value.erased()) {
    out.pack_nil();
  } else {
    pack_value(out, value.reveal());
  }
}

template <class T>
void pack_value(packer& out, const T& value) {
  if constexpr (std::integral<T> || std::same_as<T, std::string>) {
    out.pack(value);
  } else if constexpr (std::is_enum_v<T>) {
    out.pack(static_cast<std::uint64_t>(value));
  } else if constexpr (std::same_as<T, uuid>) {
    pack_octets(out, value.octets);
  } else if constexpr (std::same_as<T, instant>) {
    out.pack(to_microseconds(value));
  } else if constexpr (is_octets<T>) {
    pack_octets(out, value);
  } else if constexpr (is_personal<T>) {
    pack_personal(out, value);
  } else if constexpr (is_optional<T>) {
    value ? pack_value(out, *value) : static_cast<void>(out.pack_nil());
  } else if constexpr (is_list<T>) {
    out.pack_array(static_cast<std::uint32_t>(value.size()));
    for (const auto& element : value)
      pack_value(out, element);
  } else {
    static_assert(described<T>, "no codec for this type");
    out.pack_array(static_cast<std::uint32_t>(member_count<T>));
    pack_members(out, value);
  }
}

template <class T>
bool unpack_value(const msgpack::object& from, T& to);

template <std::integral T>
bool unpack_integer(const msgpack::object& from, T& to) {
  if (from.type == msgpack::type::POSITIVE_INTEGER) {
    to = static_cast<T>(from.via.u64);
    return std::in_range<T>(from.via.u64);
  }
  if (from.type != msgpack::type::NEGATIVE_INTEGER) return false;
  to = static_cast<T>(from.via.i64);
  return std::in_range<T>(from.via.i64);
}

template <class T>
bool known_enumerator(T value) {
  bool known = open_enum<T>;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto enumerator) { known = known || enumerator.value == value; });
  return known;
}

template <class T>
bool unpack_octets(const msgpack::object& from, T& to) {
  if (from.type != msgpack::type::BIN) return false;
  const auto* first = reinterpret_cast<const std::uint8_t*>(from.via.bin.ptr);
  if constexpr (std::same_as<T, bytes>) {
    to.assign(first, first + from.via.bin.size);
  } else {
    if (from.via.bin.size != to.size()) return false;
    std::copy_n(first, to.size(), to.begin());
  }
  return true;
}

template <class T>
bool unpack_list(const msgpack::object& from, T& to) {
  if (from.type != msgpack::type::ARRAY) return false;
  to.resize(from.via.array.size);
  for (std::uint32_t at = 0; at < from.via.array.size; ++at)
    if (!unpack_value(from.via.array.ptr[at], to[at])) return false;
  return true;
}

/// The first `member_count<T>` elements of an array, which may hold more (an envelope's payload).
template <class T>
bool unpack_members(const msgpack::object_array& from, T& to) {
  std::uint32_t at = 0;
  bool whole = from.size >= member_count<T>;
  for_each_member(to, [&](std::string_view, auto& member) {
    whole = whole && unpack_value(from.ptr[at++], member);
  });
  return whole;
}

template <class T>
bool unpack_personal(const msgpack::object& from, T& to) {
  if constexpr (requires { to.box; }) {
    return unpack_octets(from, to.box);
  } else {
    if (from.type == msgpack::type::NIL) return true;
    typename T::value_type value{};
    if (!unpack_value(from, value)) return false;
    to = T{std::move(value)};
    return true;
  }
}

template <class T>
bool unpack_value(const msgpack::object& from, T& to) {
  if constexpr (std::same_as<T, bool>) {
    to = from.type == msgpack::type::BOOLEAN && from.via.boolean;
    return from.type == msgpack::type::BOOLEAN;
  } else if constexpr (std::same_as<T, std::string>) {
    if (from.type != msgpack::type::STR) return false;
    to.assign(from.via.str.ptr, from.via.str.size);
    return true;
  } else if constexpr (std::is_enum_v<T>) {
    std::underlying_type_t<T> value{};
    if (!unpack_integer(from, value)) return false;
    to = static_cast<T>(value);
    return known_enumerator(to);
  } else if constexpr (std::integral<T>) {
    return unpack_integer(from, to);
  } else if constexpr (std::same_as<T, uuid>) {
    return unpack_octets(from, to.octets);
  } else if constexpr (std::same_as<T, instant>) {
    std::int64_t count{};
    if (!unpack_integer(from, count)) return false;
    to = from_microseconds(count);
    return true;
  } else if constexpr (is_octets<T>) {
    return unpack_octets(from, to);
  } else if constexpr (is_personal<T>) {
    return unpack_personal(from, to);
  } else if constexpr (is_optional<T>) {
    to.reset();
    return from.type == msgpack::type::NIL || unpack_value(from, to.emplace());
  } else if constexpr (is_list<T>) {
    return unpack_list(from, to);
  } else {
    static_assert(described<T>, "no codec for this type");
    return from.type == msgpack::type::ARRAY && from.via.array.size == member_count<T> &&
           unpack_members(from.via.array, to);
  }
}

}

/// Exactly one msgpack value out of `data`, within the limits. The handle owns what the object
/// borrows, except strings and octets, which point into `data`.
decoded<msgpack::object_handle> parse_msgpack(bytes_view data);

/// The bytes of one value: a struct is an array of its members in described order.
template <class T>
bytes pack(const T& value) {
  msgpack::sbuffer buffer;
  packer out{buffer};
  detail::pack_value(out, value);
  const auto* first = reinterpret_cast<const std::uint8_t*>(buffer.data());
  return {first, first + buffer.size()};
}

/// Reads what `pack` wrote; anything else is an error, never a guess.
template <class T>
decoded<T> unpack(const msgpack::object& from) {
  T value{};
  if (!detail::unpack_value(from, value)) return codec_error::wrong_shape;
  return value;
}

template <class T>
decoded<T> unpack(bytes_view data) {
  const auto parsed = parse_msgpack(data);
  if (!parsed) return parsed.error();
  return unpack<T>(parsed->get());
}

}

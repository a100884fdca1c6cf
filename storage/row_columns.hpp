// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/msgpack.hpp"
#include "projections/projection.hpp"
#include "storage/failure.hpp"
#include "storage/row_text.hpp"
#include "storage/table_shape.hpp"

#include <algorithm>
#include <charconv>

/// From a described row to columns and back, at compile time.
namespace muniment::storage {

namespace detail {

template <class T>
constexpr std::string_view column_type() {
  if constexpr (is_optional<T>)
    return column_type<typename T::value_type>();
  else if constexpr (std::same_as<T, uuid>)
    return "uuid";
  else if constexpr (std::same_as<T, std::string>)
    return "text";
  else if constexpr (std::same_as<T, instant>)
    return "timestamptz";
  else if constexpr (std::same_as<T, bool>)
    return "boolean";
  else if constexpr (std::is_enum_v<T>)
    return "smallint";
  else if constexpr (std::integral<T>)
    return sizeof(T) < 4 || std::same_as<T, std::int32_t> ? "integer" : "bigint";
  else if constexpr (std::same_as<T, std::vector<std::string>>)
    return "text[]";
  else
    return "bytea"; // octets, sealed boxes, and the codec bytes of whatever else a row holds
}

/// Outside these years Postgres and RFC 3339 write moments differently.
inline std::string moment_text(instant moment) {
  constexpr auto first = from_microseconds(-62'135'596'800'000'000);
  constexpr auto last = from_microseconds(253'402'300'799'999'999);
  if (moment < first || moment > last)
    throw failure{failure_kind::refused, "a moment outside the years 1 to 9999 cannot be stored"};
  return muniment::to_string(moment);
}

template <std::integral T>
std::string number_text(T value) {
  if (!std::in_range<std::int64_t>(value))
    throw failure{failure_kind::refused, "a number beyond 2^63 cannot be stored"};
  return std::to_string(value);
}

template <std::integral T>
T number_from(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw failure{failure_kind::refused, "a read model holds an unreadable number"};
  return value;
}

}

/// The text form of one value.
template <class T>
field_text text_of(const T& value) {
  if constexpr (is_optional<T>) {
    return value ? text_of(*value) : std::nullopt;
  } else if constexpr (std::same_as<T, uuid>) {
    return to_string(value);
  } else if constexpr (std::same_as<T, std::string>) {
    return storable(value);
  } else if constexpr (std::same_as<T, instant>) {
    return detail::moment_text(value);
  } else if constexpr (std::same_as<T, bool>) {
    return value ? "t" : "f";
  } else if constexpr (std::is_enum_v<T>) {
    return detail::number_text(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::integral<T>) {
    return detail::number_text(value);
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    std::vector<field_text> elements;
    elements.reserve(value.size());
    for (const auto& element : value)
      elements.emplace_back(storable(element));
    return array_text(elements);
  } else if constexpr (muniment::detail::is_octets<T>) {
    return octets_text(value);
  } else if constexpr (requires { value.box; }) {
    return octets_text(value.box);
  } else {
    static_assert(!is_personal<T>, "a row never holds anything opened");
    return octets_text(pack(value));
  }
}

/// Reads `text_of`, moments as microseconds; throws `failure{refused}` when it cannot.
template <class T>
void read_text(const field_text& from, T& to) {
  if constexpr (is_optional<T>) {
    if (!from) return to.reset();
    read_text(from, to.emplace());
  } else {
    if (!from) throw failure{failure_kind::refused, "a read model lacks a value"};
    const auto& text = *from;
    if constexpr (std::same_as<T, uuid>) {
      const auto id = uuid::parse(text);
      if (!id) throw failure{failure_kind::refused, "a read model holds an unreadable id"};
      to = *id;
    } else if constexpr (std::same_as<T, std::string>) {
      to = text;
    } else if constexpr (std::same_as<T, instant>) {
      to = from_microseconds(detail::number_from<std::int64_t>(text));
    } else if constexpr (std::same_as<T, bool>) {
      to = text == "t";
    } else if constexpr (std::is_enum_v<T>) {
      to = static_cast<T>(detail::number_from<std::underlying_type_t<T>>(text));
    } else if constexpr (std::integral<T>) {
      to = detail::number_from<T>(text);
    } else if constexpr (std::same_as<T, std::vector<std::string>>) {
      to = texts_from(text);
    } else if constexpr (std::same_as<T, bytes>) {
      to = octets_from(text);
    } else if constexpr (requires { to.box; }) {
      to.box = octets_from(text);
    } else if constexpr (muniment::detail::is_octets<T>) {
      const auto octets = octets_from(text);
      if (octets.size() != to.size())
        throw failure{failure_kind::refused, "a read model holds octets of another length"};
      std::ranges::copy(octets, to.begin());
    } else {
      auto value = unpack<T>(bytes_view{octets_from(text)});
      if (!value) throw failure{failure_kind::refused, "a read model holds an unreadable value"};
      to = std::move(*value);
    }
  }
}

/// The table of `P`, derived from the description of its row; its look-ups get an index each.
template <projection P>
table_shape shape_of() {
  using row = typename P::row;
  table_shape shape{std::string{P::name}, {}};
  boost::mp11::mp_for_each<members_of<row>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<row>().*member.pointer)>;
    shape.columns.push_back({member.name, detail::column_type<type>(), is_optional<type>, false});
  });
  for (const auto name : P::lookups)
    shape.columns[shape.index_of(name)].indexed = true;
  return shape;
}

template <described Row>
row_text text_of_row(const Row& row) {
  row_text fields;
  fields.reserve(member_count<Row>);
  for_each_member(row,
                  [&](std::string_view, const auto& value) { fields.push_back(text_of(value)); });
  return fields;
}

/// Reads what the read models hand out; throws `failure{refused}` when it is no such row.
template <described Row>
Row row_from_text(const row_text& fields) {
  if (fields.size() != member_count<Row>)
    throw failure{failure_kind::refused, "a read model has another number of columns"};
  Row row{};
  std::size_t at = 0;
  for_each_member(row, [&](std::string_view, auto& value) { read_text(fields[at++], value); });
  return row;
}

/// The first member, which is the key.
template <described Row>
const key_of<Row>& key_in(const Row& row) {
  return row.*boost::mp11::mp_front<members_of<Row>>::pointer;
}

}

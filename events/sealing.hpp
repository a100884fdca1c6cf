// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/msgpack.hpp"
#include "events/described.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

namespace muniment {

/// Where a personal value was sealed. It is bound into the box, so that a box cannot be moved to
/// another journal, stream, field or version.
struct sealing_place {
  uuid journal;
  std::string_view category;
  uuid stream;
  std::uint64_t version;
};

/// The associated data of the box of `field` at `place`: each part length-prefixed.
bytes associated_data(const sealing_place& place, std::string_view field);

/// A box carries the stream version it was sealed at in its first eight octets (big-endian),
/// because rows keep boxes of many versions. Nothing when `box` is too short.
std::optional<std::uint64_t> sealed_version(bytes_view box);

/// Puts `version` before what `crypto::seal` returned.
bytes versioned_box(std::uint64_t version, bytes_view box);

/// The part after the version.
bytes_view unversioned(bytes_view box);

namespace detail {

template <class From, class To, class Convert>
void convert_field(std::string_view name, const From& from, To& to, Convert&& convert) {
  if constexpr (is_personal<From>) {
    to = convert.template operator()<To>(name, from);
  } else if constexpr (is_optional<From>) {
    if (from) convert_field(name, *from, to.emplace(), convert);
  } else {
    to = from;
  }
}

template <class To, class From, class Convert>
To convert_form(const From& from, Convert&& convert) {
  if constexpr (std::is_same_v<To, From>) {
    return from;
  } else {
    To to{};
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<member_count<From>>>([&](auto index) {
      using from_member = boost::mp11::mp_at<members_of<From>, decltype(index)>;
      using to_member = boost::mp11::mp_at<members_of<To>, decltype(index)>;
      convert_field(from_member{}.name, from.*(from_member{}.pointer), to.*(to_member{}.pointer),
                    convert);
    });
    return to;
  }
}

}

/// The stored form of `fact`: each personal field packed and passed through
/// `seal(field, packed) -> box`. A field's name is part of what is bound, so an aggregate's state
/// must call a field what its events call it.
template <class E, class Seal>
in_form<stored, E> sealed_form(const E& fact, Seal&& seal) {
  return detail::convert_form<in_form<stored, E>>(
      fact, [&]<class To>(std::string_view field, const auto& value) {
        return To{seal(field, bytes_view{pack(value.reveal())})};
      });
}

/// The opened form of `value`: each box passed through `open(field, box) -> optional<packed>`; what
/// cannot be opened, because its subject was erased, becomes an erased value.
template <class E, class Open>
in_form<opened, E> opened_form(const E& value, Open&& open) {
  return detail::convert_form<in_form<opened, E>>(
      value, [&]<class To>(std::string_view field, const auto& box) {
        const std::optional<bytes> packed = open(field, bytes_view{box.box});
        if (!packed) return To{};
        auto read = unpack<typename To::value_type>(bytes_view{*packed});
        return read ? To{std::move(*read)} : To{};
      });
}

}

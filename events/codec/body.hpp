// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/msgpack.hpp"
#include "events/envelope.hpp"
#include "events/upcast/previous.hpp"

#include <concepts>
#include <type_traits>
#include <variant>

namespace muniment {

/// A payload read but not yet given a type. Borrows from the body it was read from.
class record {
public:
  record(envelope at, msgpack::object_handle parsed)
      : at_{std::move(at)}, parsed_{std::move(parsed)} {}

  [[nodiscard]] const envelope& at() const { return at_; }
  [[nodiscard]] const msgpack::object& payload() const;

private:
  envelope at_;
  msgpack::object_handle parsed_;
};

/// The stored bytes of an event: one msgpack array, the envelope's members and then the payload.
/// The leaf of the Merkle tree is the digest of exactly these bytes.
bytes encode_body(const envelope& at, bytes_view payload);

/// Reads a body. `body` must outlive the record.
decoded<record> decode_body(bytes_view body);

/// What tells whether a body has to be read as a whole. Borrows from it.
struct body_head {
  std::uint64_t position = 0;
  std::string_view type;
};

/// Reads a body as far as the name of its type; what stands behind that may be anything.
decoded<body_head> decode_head(bytes_view body);

namespace detail {

template <class E>
decoded<E> decode_version(const msgpack::object& payload, std::uint16_t version) {
  if (version == E::version) return unpack<E>(payload);
  if constexpr (has_previous<E>) {
    auto older = decode_version<typename previous<E>::type>(payload, version);
    if (!older) return older.error();
    return previous<E>::upcast(std::move(*older));
  } else {
    return codec_error::unknown_version;
  }
}

template <class Variant>
struct decode_alternatives;

template <class... E>
struct decode_alternatives<std::variant<E...>> {
  static decoded<std::variant<E...>> decode(const record& from) {
    decoded<std::variant<E...>> result = codec_error::unknown_type;
    const auto attempt = [&]<class Alternative>(std::type_identity<Alternative>) {
      if (from.at().type != Alternative::type) return false;
      auto fact = decode_version<Alternative>(from.payload(), from.at().type_version);
      if (fact)
        result = std::move(*fact);
      else
        result = fact.error();
      return true;
    };
    static_cast<void>((attempt(std::type_identity<E>{}) || ...));
    return result;
  }
};

}

/// The fact of `from` in its newest shape, among the alternatives of one noun.
template <class Variant>
decoded<Variant> decode_fact(const record& from) {
  return detail::decode_alternatives<Variant>::decode(from);
}

/// The payload bytes of a fact in its stored form.
template <event E>
bytes pack_event(const E& fact) {
  static_assert(std::same_as<in_form<stored, E>, E>, "an event is stored sealed, never opened");
  return pack(fact);
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/client.hpp"
#include "actors/consent.hpp"
#include "actors/credential.hpp"
#include "actors/grant.hpp"
#include "actors/project.hpp"
#include "actors/refusal.hpp"
#include "actors/role.hpp"
#include "actors/service_token.hpp"
#include "actors/session.hpp"
#include "actors/signing_key.hpp"
#include "actors/user.hpp"
#include "actors/workspace.hpp"
#include "events/codec/msgpack.hpp"

#include <boost/mp11/list.hpp>

/// The one list of who decides, and commands as bytes: what crosses from room to room, and would
/// cross a network unchanged.
namespace muniment {

/// Every aggregate.
using nouns =
    boost::mp11::mp_list<workspace::noun, project::noun, user::noun, credential::noun, client::noun,
                         consent::noun, session::noun, grant::noun, signing_key::noun,
                         refusal::noun, service_token::noun, role::noun>;

namespace detail {

/// The two elements of a packed command: its name, and its members.
struct command_parts {
  msgpack::object_handle owner; ///< of what `payload` points to
  std::string_view type;        ///< borrowed from the bytes
  msgpack::object payload;
};

decoded<command_parts> split_command(bytes_view packed);

template <class Variant>
struct command_alternatives;

template <class... C>
struct command_alternatives<std::variant<C...>> {
  static decoded<std::variant<C...>> unpack(const command_parts& parts) {
    decoded<std::variant<C...>> result = codec_error::unknown_type;
    const auto attempt = [&]<class Command>(std::type_identity<Command>) {
      if (parts.type != Command::type) return false;
      auto wish = muniment::unpack<Command>(parts.payload);
      if (wish)
        result = std::move(*wish);
      else
        result = wish.error();
      return true;
    };
    static_cast<void>((attempt(std::type_identity<C>{}) || ...));
    return result;
  }
};

}

/// [type, members]. A command holds personal values in the clear: its bytes stay in memory.
template <class Command>
requires described<Command> bytes pack_command(const Command& wish) {
  msgpack::sbuffer buffer;
  packer out{buffer};
  out.pack_array(2);
  detail::pack_value(out, std::string{Command::type});
  detail::pack_value(out, wish);
  const auto* first = reinterpret_cast<const std::uint8_t*>(buffer.data());
  return {first, first + buffer.size()};
}

/// The same of one of a noun's commands.
template <class... C>
bytes pack_command(const std::variant<C...>& wish) {
  return std::visit([](const auto& each) { return pack_command(each); }, wish);
}

/// Reads a command of `Noun`, within `codec_limits`; anything else is an error, never a guess.
template <decider Noun>
decoded<typename Noun::command> unpack_command(bytes_view packed) {
  const auto parts = detail::split_command(packed);
  if (!parts) return parts.error();
  return detail::command_alternatives<typename Noun::command>::unpack(*parts);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "actors/commands.hpp"

namespace muniment::detail {

decoded<command_parts> split_command(bytes_view packed) {
  auto parsed = parse_msgpack(packed);
  if (!parsed) return parsed.error();
  const auto& whole = parsed->get();
  if (whole.type != msgpack::type::ARRAY || whole.via.array.size != 2)
    return codec_error::wrong_shape;
  const auto& name = whole.via.array.ptr[0];
  if (name.type != msgpack::type::STR) return codec_error::wrong_shape;
  const auto payload = whole.via.array.ptr[1];
  return command_parts{std::move(*parsed), {name.via.str.ptr, name.via.str.size}, payload};
}

}

// SPDX-License-Identifier: Apache-2.0
#include "events/codec/body.hpp"

namespace muniment {

const msgpack::object& record::payload() const {
  return parsed_.get().via.array.ptr[member_count<envelope>];
}

bytes encode_body(const envelope& at, bytes_view payload) {
  msgpack::sbuffer buffer;
  packer out{buffer};
  out.pack_array(static_cast<std::uint32_t>(member_count<envelope> + 1));
  detail::pack_members(out, at);
  buffer.write(reinterpret_cast<const char*>(payload.data()), payload.size());
  const auto* first = reinterpret_cast<const std::uint8_t*>(buffer.data());
  return {first, first + buffer.size()};
}

decoded<record> decode_body(bytes_view body) {
  auto parsed = parse_msgpack(body);
  if (!parsed) return parsed.error();
  const auto& object = parsed->get();
  if (object.type != msgpack::type::ARRAY || object.via.array.size != member_count<envelope> + 1)
    return codec_error::wrong_shape;
  envelope at;
  if (!detail::unpack_members(object.via.array, at)) return codec_error::wrong_shape;
  if (at.format != envelope::current_format) return codec_error::unknown_version;
  return record{std::move(at), std::move(*parsed)};
}

}

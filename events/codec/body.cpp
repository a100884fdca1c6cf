// SPDX-License-Identifier: Apache-2.0
#include "events/codec/body.hpp"

namespace muniment {

namespace {

/// Walks the members of an envelope, none of which is made of others before the type, and stops
/// there.
class head_visitor : public msgpack::null_visitor {
public:
  bool start_array(std::uint32_t size) {
    const bool outermost = !begun_;
    begun_ = true;
    return outermost && size == member_count<envelope> + 1;
  }
  bool start_map(std::uint32_t) { return false; }
  bool start_array_item() {
    ++member_;
    return true;
  }
  bool visit_positive_integer(std::uint64_t value) {
    if (member_ == format) known_format_ = value == envelope::current_format;
    if (member_ == position) head_.position = value;
    return member_ != type;
  }
  bool visit_str(const char* text, std::uint32_t size) {
    if (member_ == type) head_.type = {text, size};
    return member_ != type;
  }

  [[nodiscard]] decoded<body_head> head() const {
    if (head_.type.empty()) return codec_error::wrong_shape;
    if (!known_format_) return codec_error::unknown_version;
    return head_;
  }

private:
  /// Places of the members that are read, from 1.
  enum : std::uint32_t { format = 1, position = 3, type = 7 };

  body_head head_;
  std::uint32_t member_ = 0;
  bool begun_ = false;
  bool known_format_ = false;
};

}

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

decoded<body_head> decode_head(bytes_view body) {
  head_visitor visitor;
  std::size_t offset = 0;
  msgpack::parse(reinterpret_cast<const char*>(body.data()), body.size(), offset, visitor);
  return visitor.head();
}

}

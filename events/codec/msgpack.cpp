// SPDX-License-Identifier: Apache-2.0
#include "events/codec/msgpack.hpp"

#include <stdexcept>

namespace muniment {

namespace {

const msgpack::unpack_limit limits{codec_limits::elements,    codec_limits::elements,
                                   codec_limits::body_octets, codec_limits::body_octets,
                                   codec_limits::body_octets, codec_limits::depth};

bool refer(msgpack::type::object_type, std::size_t, void*) { return true; }

}

void throw_exception_from_error(codec_error error, const boost::source_location&) {
  throw std::runtime_error{std::string{"codec: "} +
                           boost::describe::enum_to_string(error, "unknown")};
}

decoded<msgpack::object_handle> parse_msgpack(bytes_view data) {
  if (data.size() > codec_limits::body_octets) return codec_error::too_large;
  try {
    std::size_t offset = 0;
    msgpack::object_handle handle;
    msgpack::unpack(handle, reinterpret_cast<const char*>(data.data()), data.size(), offset, refer,
                    nullptr, limits);
    if (offset != data.size()) return codec_error::malformed;
    return handle;
  } catch (const msgpack::size_overflow&) {
    return codec_error::too_large;
  } catch (const msgpack::unpack_error&) {
    return codec_error::malformed;
  }
}

}

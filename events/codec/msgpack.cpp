// SPDX-License-Identifier: Apache-2.0
#include "events/codec/msgpack.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

namespace muniment {

namespace {

const msgpack::unpack_limit limits{codec_limits::elements,    codec_limits::elements,
                                   codec_limits::body_octets, codec_limits::body_octets,
                                   codec_limits::body_octets, codec_limits::depth};

bool refer(msgpack::type::object_type, std::size_t, void*) { return true; }

/// Enough for the parts of most events, and a KiB with what surrounds it; what has more parts takes
/// as much again. Whoever keeps thousands of parsed events would keep eight KiB for each otherwise.
constexpr std::size_t octets_for_parts = 1000;

}

void throw_exception_from_error(codec_error error, const boost::source_location&) {
  throw std::runtime_error{std::string{"codec: "} +
                           boost::describe::enum_to_string(error, "unknown")};
}

decoded<msgpack::object_handle> parse_msgpack(bytes_view data) {
  if (data.size() > codec_limits::body_octets) return codec_error::too_large;
  try {
    std::size_t offset = 0;
    auto zone = std::make_unique<msgpack::zone>(octets_for_parts);
    const auto object = msgpack::unpack(*zone, reinterpret_cast<const char*>(data.data()),
                                        data.size(), offset, refer, nullptr, limits);
    if (offset != data.size()) return codec_error::malformed;
    return msgpack::object_handle{object, std::move(zone)};
  } catch (const msgpack::size_overflow&) {
    return codec_error::too_large;
  } catch (const msgpack::unpack_error&) {
    return codec_error::malformed;
  }
}

}

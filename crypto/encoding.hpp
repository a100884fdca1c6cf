// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Bytes as text, RFC 4648. Every decoder is strict, so that one value has one spelling: it refuses
/// letters outside the alphabet, white space, wrong or missing padding and trailing bits that are
/// not zero, and answers std::nullopt. Pure; any thread.
namespace muniment::crypto {

/// base64url without padding (RFC 4648 section 5, as RFC 7515 section 2 wants it).
std::string base64url_encode(bytes_view data);
std::optional<bytes> base64url_decode(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4).
std::string base64_encode(bytes_view data);
std::optional<bytes> base64_decode(std::string_view text);

/// Standard base64 without padding, as password hash strings (PHC) write it.
std::string base64_unpadded_encode(bytes_view data);
std::optional<bytes> base64_unpadded_decode(std::string_view text);

/// Lower-case hexadecimal; the decoder refuses upper case.
std::string hex_encode(bytes_view data);
std::optional<bytes> hex_decode(std::string_view text);

}

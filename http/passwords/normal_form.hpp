// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What a person may choose as a password, and what of it is hashed. Nothing here sends anything
/// anywhere, and no error or log line holds a password or a part of its hash.
namespace muniment::passwords {

/// NFC takes at most three times as many octets before it is composed (Unicode Standard Annex 15,
/// section 1.3): longer texts are not read, since none that may be hashed hides in them.
inline constexpr std::size_t longest_read = 3072;

/// The text in Normalization Form C by the process for stabilized strings (UAX 15 section 12.1, as
/// NIST SP 800-63B-4 section 3.1.1.2 wants it): keyboards and systems write one character in
/// several ways. Nothing else is changed: neither case nor spaces. Nothing where the text is not
/// UTF-8, has a code point that this version of Unicode does not know, whose normal form may change
/// with the next, or is longer than `longest_read`. Pure.
std::optional<std::string> normal_form(std::string_view text);

/// How many code points a well-formed text has: each counts as one character (NIST, as above).
std::size_t characters(std::string_view text);

/// What of a typed password is compared with a stored hash. Our own hashes, Argon2id, are over the
/// normal form. Any other scheme comes from another system, which hashed what it was sent: there
/// what was typed is compared as it stands, and the hash that replaces it at that login is over the
/// normal form. What has no normal form stands for itself.
///
/// It is one text for one hash: to try the second form after the first would let whoever sends
/// decomposed text double the cost of a guess, and tell by time which form was compared. Its price:
/// a password with a decomposed character whose Argon2id hash was made elsewhere from the text as
/// it was does not match, and an operator gives a new one. Pure.
std::string compared_text(std::string_view stored, std::string_view typed);

}

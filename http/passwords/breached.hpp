// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace muniment::passwords {

/// What a list of stolen passwords says of one. `unreadable` is no answer: nobody may choose a
/// password on the strength of it.
enum class breach : std::uint8_t { unlisted, listed, unreadable };

/// A file of a list is not read beyond this; those of the largest list known have a twentieth.
inline constexpr std::size_t longest_range = std::size_t{1} << 20;

/// Looks a password up in a directory of range files, as they are downloaded for use without a
/// network: for each five hexadecimal digits with which a SHA-1 may begin a file `21BD1` or
/// `21BD1.txt`, whose lines are the other 35 digits, a colon and how often the password was stolen
/// (ASVS 5.0 6.2.12). The text is in its normal form, hashed as UTF-8. A range that is missing, too
/// long, or not of that form is `unreadable`: a list with holes would let through whatever falls
/// into one. Reads a file, so for the password pool.
breach find_breach(const std::filesystem::path& directory, std::string_view password);

/// Whether the text of a range file lists a hash by its other 35 digits, in upper case; nothing
/// where a line is not of that form. A count of zero is padding and lists nothing. Pure.
std::optional<bool> lists(std::string_view range, std::string_view rest);

/// The file of a range in a directory, with or without `.txt`, if it can be read and is of that
/// form: for looks at a list before it is used.
bool is_range_readable(const std::filesystem::path& directory, std::string_view range);

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muniment::cli {

/// Columns of the terminal that a file, such as standard output, is; 0 when it is none.
std::size_t terminal_width(int file);

/// Whether what goes to that file may be coloured: a terminal, not a dumb one, and $NO_COLOR is
/// not set (no-color.org).
bool takes_colour(int file);

enum class colour { plain, green, yellow, red, bold };

/// Text between the sequences that switch a colour on and off; as it is for `plain`. Pure.
std::string painted(std::string_view text, colour in);

/// Columns that a text in UTF-8 takes on a terminal: a wide character takes two, a mark that
/// stands on the one before none. Pure.
std::size_t length_of(std::string_view text);

/// The longest beginning that takes no more columns, with the marks on its last character. Pure.
std::string_view beginning_of(std::string_view text, std::size_t columns);

/// Text broken at its spaces so that no line takes more columns than `width`, unless a word does;
/// each line but the first begins with `indent` spaces, and the first with as many columns already
/// used. A width of 0, or one that leaves no sensible room, breaks nothing. Pure.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}

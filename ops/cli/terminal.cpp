// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/terminal.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace muniment::cli {
namespace {

std::string_view sequence_of(colour in) {
  switch (in) {
  case colour::green:
    return "\033[32m";
  case colour::yellow:
    return "\033[33m";
  case colour::red:
    return "\033[31m";
  case colour::bold:
    return "\033[1m";
  case colour::plain:
    break;
  }
  return "";
}

/// A character of UTF-8.
struct glyph {
  std::size_t octets;
  std::size_t columns; ///< that it takes on a terminal
};

/// The first one of a text that is not empty.
glyph first_glyph(std::string_view text) {
  utf8proc_int32_t code = 0;
  const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (octets <= 0) return {1, 1}; // no UTF-8, for which terminals show a sign of their own
  return {static_cast<std::size_t>(octets), static_cast<std::size_t>(utf8proc_charwidth(code))};
}

}

std::size_t terminal_width(int file) {
  winsize size{};
  if (::isatty(file) == 0 || ::ioctl(file, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

bool takes_colour(int file) {
  const auto* refused = std::getenv("NO_COLOR");
  const auto* kind = std::getenv("TERM");
  return ::isatty(file) != 0 && !(refused && *refused) && kind && std::string_view{kind} != "dumb";
}

std::string painted(std::string_view text, colour in) {
  if (in == colour::plain) return std::string{text};
  return std::string{sequence_of(in)}.append(text).append("\033[0m");
}

std::size_t length_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto next = first_glyph(text);
    columns += next.columns;
    text.remove_prefix(next.octets);
  }
  return columns;
}

std::string_view beginning_of(std::string_view text, std::size_t columns) {
  std::size_t octets = 0;
  while (octets < text.size()) {
    const auto next = first_glyph(text.substr(octets));
    if (next.columns > columns) break;
    columns -= next.columns;
    octets += next.octets;
  }
  return text.substr(0, octets);
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  constexpr std::size_t sensible = 20;
  if (width < indent + sensible) return std::string{text};
  std::string lines;
  for (std::size_t used = indent; !text.empty();) {
    const auto word = text.substr(0, text.find(' '));
    const auto length = length_of(word);
    if (used > indent && used + 1 + length > width) {
      lines.append("\n").append(indent, ' ');
      used = indent;
    }
    if (used > indent) lines += ' ';
    used += length + (used > indent ? 1 : 0);
    lines += word;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return lines;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/terminal.hpp"

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

/// Octets that do not go on with the one before.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](unsigned char octet) { return (octet & 0xC0U) != 0x80U; }));
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

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace muniment::cli {
namespace {

constexpr std::string_view gap = "  ";

/// Characters of UTF-8: octets that do not go on with the one before.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](unsigned char octet) { return (octet & 0xC0U) != 0x80U; }));
}

std::string cut(const std::string& text, std::size_t length) {
  if (length_of(text) <= length) return text;
  std::size_t seen = 0;
  std::size_t end = 0;
  while (end < text.size() && (seen < length - 1 || (text[end] & 0xC0) == 0x80)) {
    if ((text[end] & 0xC0) != 0x80) ++seen;
    ++end;
    if (seen == length - 1 && (end == text.size() || (text[end] & 0xC0) != 0x80)) break;
  }
  return text.substr(0, end) + "…";
}

using cells = std::vector<std::string>;

std::string line_of(const cells& row, const std::vector<std::size_t>& widths, std::size_t width) {
  std::string line;
  std::size_t used = 0;
  for (std::size_t each = 0; each < row.size(); ++each) {
    const bool last = each + 1 == row.size();
    const auto text = last && width > used + 1 ? cut(row[each], width - used) : row[each];
    line += text;
    if (last) break;
    line.append(widths[each] - length_of(text), ' ').append(gap);
    used += widths[each] + gap.size();
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

/// Names come from people: no control sequence of theirs reaches the terminal.
std::string harmless(std::string_view text) {
  std::string result{text};
  for (auto& octet : result)
    if (static_cast<unsigned char>(octet) < 0x20 || octet == 0x7f) octet = ' ';
  return result;
}

}

std::string readable(const boost::json::value& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return harmless(std::string_view{value.get_string()});
  if (!value.is_array()) return harmless(boost::json::serialize(value));
  std::string list;
  for (const auto& each : value.get_array())
    list.append(list.empty() ? "" : ", ").append(readable(each));
  return list;
}

std::string readable_member(const boost::json::object& item, std::string_view path) {
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  const auto* value = item.if_contains({name.data(), name.size()});
  if (!value) return "";
  if (dot == std::string_view::npos) return readable(*value);
  return value->is_object() ? readable_member(value->get_object(), path.substr(dot + 1)) : "";
}

std::string render_table(const std::vector<column>& columns,
                         const std::vector<boost::json::object>& items, std::size_t width) {
  std::vector<cells> rows(1);
  for (const auto& each : columns)
    rows.front().push_back(each.heading);
  for (const auto& item : items) {
    auto& row = rows.emplace_back();
    for (const auto& each : columns)
      row.push_back(readable_member(item, each.member));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& row : rows)
    for (std::size_t each = 0; each < row.size(); ++each)
      widths[each] = std::max(widths[each], length_of(row[each]));
  std::string table;
  for (const auto& row : rows)
    table += line_of(row, widths, width);
  return table;
}

std::string render_thing(const boost::json::object& thing) {
  std::size_t widest = 0;
  for (const auto& each : thing)
    widest = std::max(widest, each.key().size());
  std::string lines;
  for (const auto& each : thing) {
    const std::string name{each.key()};
    const auto value = readable(each.value());
    if (!value.empty()) lines += line_of({name, value}, {widest, 0}, 0);
  }
  return lines;
}

std::size_t terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

void listing::add(const boost::json::object& item) {
  if (json_)
    std::cout << boost::json::serialize(item) << '\n';
  else
    items_.push_back(item);
}

void listing::finish() {
  if (json_)
    std::cout << std::flush;
  else if (items_.empty())
    std::cout << "There is none." << std::endl;
  else
    std::cout << render_table(columns_, items_, terminal_width()) << std::flush;
}

void show(const boost::json::object& thing, bool json) {
  if (json)
    std::cout << boost::json::serialize(thing) << std::endl;
  else
    std::cout << render_thing(thing) << std::flush;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/table.hpp"

#include "ops/cli/terminal.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <unistd.h>

namespace muniment::cli {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t most_held = 200; // as many as a page of the server

std::string cut(const std::string& text, std::size_t length) {
  if (length_of(text) <= length) return text;
  return std::string{beginning_of(text, std::max<std::size_t>(length, 1) - 1)} + "…";
}

using cells = std::vector<std::string>;

std::string line_of(const cells& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t each = 0; each < row.size(); ++each) {
    const auto text = cut(row[each], widths[each]);
    line.append(each > 0 ? gap : "").append(text);
    line.append(widths[each] - length_of(text), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

/// Takes from the widest column, from the last of several, until a line fits or all are narrow.
void narrow(std::vector<std::size_t>& widths, std::size_t width) {
  constexpr std::size_t narrowest = 6;
  auto whole = gap.size() * (widths.size() - 1);
  for (const auto each : widths)
    whole += each;
  for (; whole > width; --whole) {
    const auto widest = std::max_element(widths.rbegin(), widths.rend());
    if (*widest <= narrowest) return;
    --*widest;
  }
}

void widen(std::vector<std::size_t>& widths, const cells& row) {
  widths.resize(row.size());
  for (std::size_t each = 0; each < row.size(); ++each)
    widths[each] = std::max(widths[each], length_of(row[each]));
}

/// Columns that fit, or of which the last are cut off.
std::string rendered(const cells& row, const std::vector<std::size_t>& widths, std::size_t width,
                     bool bold) {
  const auto line = line_of(row, widths);
  return painted(width > 0 ? cut(line, width) : line, bold ? colour::bold : colour::plain) + '\n';
}

/// What an item has in each column; null: the headings.
cells cells_of(const std::vector<column>& columns, const boost::json::object* item) {
  cells row;
  for (const auto& each : columns)
    row.push_back(item ? readable_member(*item, each.member) : each.heading);
  return row;
}

/// Octets of UTF-8 that a terminal may obey at this place: U+0080 to U+009F, and what turns the
/// direction of text about or marks one (U+061C, U+200E, U+200F).
std::size_t steering_octets(std::string_view text) {
  const auto octet = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
  if (text.size() > 1 && octet(0) == 0xC2 && octet(1) < 0xA0) return 2;
  if (text.size() > 1 && octet(0) == 0xD8 && octet(1) == 0x9C) return 2;
  if (text.size() < 3 || octet(0) != 0xE2) return 0;
  const bool embedding = octet(1) == 0x80 && octet(2) >= 0xAA && octet(2) <= 0xAE;
  const bool mark = octet(1) == 0x80 && (octet(2) == 0x8E || octet(2) == 0x8F);
  const bool isolate = octet(1) == 0x81 && octet(2) >= 0xA6 && octet(2) <= 0xA9;
  return embedding || mark || isolate ? 3 : 0;
}

/// Names come from people: no control sequence of theirs reaches the terminal.
std::string harmless(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const auto steering = steering_octets(text);
    result += steering > 0 || first < 0x20 || first == 0x7f ? ' ' : text.front();
    text.remove_prefix(std::max<std::size_t>(steering, 1));
  }
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
                         const std::vector<boost::json::object>& items,
                         std::vector<std::size_t>& widths, std::size_t width, bool paint) {
  const auto headings = cells_of(columns, nullptr);
  const bool begins = widths.empty();
  widen(widths, headings);
  std::vector<cells> rows;
  for (const auto& item : items)
    widen(widths, rows.emplace_back(cells_of(columns, &item)));
  auto fitting = widths;
  if (width > 0) narrow(fitting, width);
  std::string table;
  if (begins) table += rendered(headings, fitting, width, paint);
  for (const auto& row : rows)
    table += rendered(row, fitting, width, false);
  return table;
}

std::string render_row(const std::vector<column>& columns, const boost::json::object* item,
                       std::size_t width, bool paint) {
  const auto row = cells_of(columns, item);
  std::vector<std::size_t> widths;
  widths.reserve(columns.size());
  for (const auto& each : columns)
    widths.push_back(std::max(each.usual, each.heading.size()));
  if (width > 0)
    narrow(widths, width);
  else
    widen(widths, row);
  return rendered(row, widths, width, paint && !item);
}

std::string render_thing(const boost::json::object& thing, std::size_t width, bool paint) {
  std::size_t widest = 0;
  for (const auto& each : thing)
    widest = std::max(widest, each.key().size());
  std::string lines;
  for (const auto& each : thing) {
    const std::string name{each.key()};
    const auto value = readable(each.value());
    if (value.empty()) continue;
    lines += painted(name, paint ? colour::bold : colour::plain);
    lines.append(widest - name.size(), ' ').append(gap);
    lines += wrapped(value, widest + gap.size(), width) + '\n';
  }
  return lines;
}

std::string render_as_of(const boost::json::object& as_of) {
  return "As of " + readable_member(as_of, "moment") + ": position " +
         readable_member(as_of, "position") + ", recorded " +
         readable_member(as_of, "recorded_at") + '\n';
}

void demand_output() {
  if (!std::cout)
    throw storage::startup_error{"standard output cannot be written",
                                 "is the disk full? only the output is missing: what was asked of "
                                 "the server is done"};
}

void listing::stands_for(const boost::json::object* as_of) {
  if (!as_of) return;
  if (json_)
    std::cout << boost::json::serialize(boost::json::object{{"as_of", *as_of}}) << '\n';
  else
    std::cout << render_as_of(*as_of);
  demand_output();
}

void listing::add(const boost::json::object& item) {
  if (json_)
    std::cout << boost::json::serialize(item) << '\n';
  else
    items_.push_back(item);
  if (items_.size() == most_held) show_rows();
  demand_output();
}

void listing::show_rows() {
  std::cout << render_table(columns_, items_, widths_, terminal_width(STDOUT_FILENO),
                            takes_colour(STDOUT_FILENO));
  items_.clear();
}

void listing::finish() {
  if (!items_.empty())
    show_rows();
  else if (!json_ && widths_.empty())
    std::cout << "There is none.\n";
  std::cout << std::flush;
}

void following::add(const boost::json::object& item) {
  if (json_) {
    std::cout << boost::json::serialize(item) << std::endl;
    return;
  }
  const auto width = terminal_width(STDOUT_FILENO);
  if (!begun_) std::cout << render_row(columns_, nullptr, width, takes_colour(STDOUT_FILENO));
  begun_ = true;
  std::cout << render_row(columns_, &item, width) << std::flush;
}

void show(const boost::json::object& thing, bool json) {
  if (json) {
    std::cout << boost::json::serialize(thing) << std::endl;
    return;
  }
  auto lines = thing;
  if (const auto* as_of = thing.if_contains("as_of"); as_of && as_of->is_object()) {
    std::cout << render_as_of(as_of->get_object());
    lines.erase("as_of");
  }
  std::cout << render_thing(lines, terminal_width(STDOUT_FILENO), takes_colour(STDOUT_FILENO))
            << std::flush;
}

}

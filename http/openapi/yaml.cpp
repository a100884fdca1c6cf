// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/yaml.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

bool is_word_start(char each) {
  return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || each == '/' ||
         each == '_' || each == '$';
}

bool is_word_part(char each) {
  constexpr std::string_view others = "0123456789-./{}";
  return is_word_start(each) || others.find(each) != others.npos;
}

/// Whether YAML 1.1 and 1.2 both read this as a text, and as this one.
bool is_word(std::string_view text) {
  static constexpr std::array<std::string_view, 9> meant_otherwise{
      "true", "false", "null", "yes", "no", "on", "off", "y", "n"};
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(),
                         [](char each) { return each >= 'A' && each <= 'Z' ? each + 32 : each; });
  return !text.empty() && is_word_start(text.front()) && std::ranges::all_of(text, is_word_part) &&
         std::ranges::find(meant_otherwise, lower) == meant_otherwise.end();
}

std::string quoted(std::string_view text) {
  return is_word(text) ? std::string{text} : json::serialize(json::string{text});
}

bool is_leaf(const json::value& value) {
  if (const auto* object = value.if_object()) return object->empty();
  if (const auto* array = value.if_array()) return array->empty();
  return true;
}

std::string leaf(const json::value& value) {
  if (const auto* text = value.if_string()) return quoted({text->data(), text->size()});
  return json::serialize(value);
}

void write(const json::value& value, const std::string& indent, std::string& to);

/// Behind a name or a dash: a leaf on the same line, anything else below.
void write_behind(const json::value& value, const std::string& indent, std::string& to) {
  if (is_leaf(value)) {
    to += " " + leaf(value) + "\n";
  } else {
    to += "\n";
    write(value, indent + "  ", to);
  }
}

void write(const json::value& value, const std::string& indent, std::string& to) {
  if (const auto* object = value.if_object()) {
    for (const auto& each : *object) {
      to += indent + quoted({each.key().data(), each.key().size()}) + ":";
      write_behind(each.value(), indent, to);
    }
  } else {
    for (const auto& each : value.as_array()) {
      const auto begin = to.size();
      write_behind(each, indent, to);
      // The first member of what is below stands on the line of the dash.
      const auto below = is_leaf(each) ? 1 : 1 + indent.size() + 2;
      to.replace(begin, below, indent + "- ");
    }
  }
}

}

std::string to_yaml(const json::value& value) {
  std::string text;
  if (is_leaf(value)) return leaf(value) + "\n";
  write(value, "", text);
  return text;
}

}

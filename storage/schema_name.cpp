// SPDX-License-Identifier: Apache-2.0
#include "storage/schema_name.hpp"

#include <algorithm>

namespace muniment::storage {

namespace {

constexpr std::string_view prefix = "ws_";
constexpr std::size_t tag_length = 4;
constexpr std::size_t id_begins = prefix.size() + tag_length + 1;
constexpr std::size_t name_length = id_begins + 32;
constexpr std::string_view template_schema = "muniment_template";

bool digit(char c) { return c >= '0' && c <= '9'; }
bool tag_character(char c) { return digit(c) || (c >= 'a' && c <= 'z'); }
bool hex_character(char c) { return digit(c) || (c >= 'a' && c <= 'f'); }

std::string without_hyphens(std::string text) {
  std::erase(text, '-');
  return text;
}

}

std::optional<deployment_tag> deployment_tag::parse(std::string_view text) {
  if (text.size() != tag_length || !std::ranges::all_of(text, tag_character)) return std::nullopt;
  return deployment_tag{text};
}

schema_name::schema_name(const deployment_tag& tag, const uuid& workspace)
    : text_{std::string{prefix} + tag.text() + '_' + without_hyphens(to_string(workspace))} {}

std::optional<schema_name> schema_name::parse(std::string_view text) {
  if (text.size() != name_length || !text.starts_with(prefix) || text[id_begins - 1] != '_' ||
      !deployment_tag::parse(text.substr(prefix.size(), tag_length)) ||
      !std::ranges::all_of(text.substr(id_begins), hex_character))
    return std::nullopt;
  return schema_name{text};
}

uuid schema_name::workspace() const {
  auto canonical = text_.substr(id_begins);
  for (const auto hyphen : {8, 13, 18, 23})
    canonical.insert(static_cast<std::size_t>(hyphen), 1, '-');
  return *uuid::parse(canonical);
}

std::string for_schema(std::string_view statement, const schema_name& schema) {
  std::string text;
  text.reserve(statement.size() + 64);
  for (auto at = statement.find(template_schema); at != statement.npos;
       at = statement.find(template_schema)) {
    text.append(statement.substr(0, at)).append(schema.text());
    statement.remove_prefix(at + template_schema.size());
  }
  return text.append(statement);
}

}

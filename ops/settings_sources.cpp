// SPDX-License-Identifier: Apache-2.0
#include "ops/settings_sources.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <numeric>

namespace muniment::ops {
namespace {

constexpr std::string_view variable_prefix = "MUNIMENT_";

std::string name_from(std::string_view spelled) {
  std::string name(spelled);
  std::transform(name.begin(), name.end(), name.begin(), [](char octet) {
    if (octet == '-') return '_';
    return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + 32) : octet;
  });
  return name;
}

// Edits that make one text of the other (Levenshtein).
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < right.size(); ++j) {
      const auto changed = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// The setting somebody meant, by its name or its alias, unless none is near.
const setting_row* nearest(std::string_view name) {
  const setting_row* best = nullptr;
  auto least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& row : settings_table())
    for (const auto& known : {std::string(row.name), name_from(row.alias)})
      if (const auto edits = distance(name.substr(0, 64), known); !known.empty() && edits < least) {
        least = edits;
        best = &row;
      }
  return best;
}

template <typename Spelling>
std::string unknown(std::string_view origin, std::string_view name, Spelling spelling) {
  auto error = std::string(origin) + " is no setting";
  if (const auto* meant = nearest(name)) error += "; did you mean " + spelling(*meant) + "?";
  return error;
}

std::string key_of(const setting_row& row) { return std::string(row.name); }

class collector {
public:
  explicit collector(setting_errors& errors) : errors_(errors) {}

  void read_pairs(const std::vector<std::pair<std::string, std::string>>& pairs,
                  setting_rank rank) {
    for (const auto& [spelled, text] : pairs) {
      const auto name = name_from(spelled);
      if (const auto* row = setting_named(name))
        add(row, rank, flag_of(*row), text);
      else
        errors_.push_back(unknown("--" + spelled, name, flag_of));
    }
  }

  void read_environment(const std::map<std::string, std::string>& environment) {
    for (const auto& row : settings_table())
      for (const auto& variable : {variable_of(row), std::string(row.alias)})
        if (const auto found = environment.find(variable); found != environment.end())
          add(&row, setting_rank::environment, variable, found->second);
    for (const auto& [variable, text] : environment) {
      if (!variable.starts_with(variable_prefix)) continue;
      const auto name = name_from(variable.substr(variable_prefix.size()));
      const auto* row = setting_named(name);
      if (!row || variable_of(*row) != variable)
        errors_.push_back(unknown(variable, name, variable_of));
    }
  }

  void read_file(const std::string& file_name, const std::string& text) {
    try {
      for (const auto& [key, node] : toml::parse(text, file_name))
        read_entry(file_name, key, node);
    } catch (const toml::parse_error& error) {
      // The parser's own words may quote the file, and the file may hold secrets.
      const auto at = error.source().begin;
      errors_.push_back(file_name + " line " + std::to_string(at.line) + ", column " +
                        std::to_string(at.column) + ": not TOML");
    }
  }

  void read_defaults() {
    for (const auto& row : settings_table())
      add(&row, setting_rank::fallback, "the default", std::string(row.fallback));
  }

  std::vector<setting_candidate> take() { return std::move(candidates_); }

private:
  void add(const setting_row* row, setting_rank rank, std::string origin, std::string text) {
    candidates_.push_back({row, rank, std::move(origin), std::move(text)});
  }

  void read_entry(const std::string& file_name, const toml::key& key, const toml::node& node) {
    const auto origin = file_name + " line " + std::to_string(key.source().begin.line) + ": " +
                        std::string(key.str());
    const auto* row = setting_named(key.str());
    if (!row) return errors_.push_back(unknown(origin, name_from(key.str()), key_of));
    if (const auto text = text_of(*row, node))
      add(row, setting_rank::file, origin, *text);
    else
      errors_.push_back(origin + " is of another type than the setting");
  }

  // The value as text, if its TOML type is that of the row.
  static std::optional<std::string> text_of(const setting_row& row, const toml::node& node) {
    if (std::holds_alternative<number_setting>(row.kind))
      return node.is_integer() ? std::optional(std::to_string(node.as_integer()->get()))
                               : std::nullopt;
    if (std::holds_alternative<switch_setting>(row.kind))
      return node.is_boolean()
                 ? std::optional<std::string>(node.as_boolean()->get() ? "true" : "false")
                 : std::nullopt;
    return node.is_string() ? std::optional(node.as_string()->get()) : std::nullopt;
  }

  setting_errors& errors_;
  std::vector<setting_candidate> candidates_;
};

}

std::vector<setting_candidate> candidates_of(const setting_sources& sources,
                                             setting_errors& errors) {
  collector found(errors);
  found.read_pairs(sources.command_line, setting_rank::command_line);
  found.read_environment(sources.environment);
  found.read_file(sources.file_name, sources.file_text);
  found.read_pairs(sources.presets, setting_rank::preset);
  found.read_defaults();
  return found.take();
}

}

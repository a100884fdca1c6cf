// SPDX-License-Identifier: Apache-2.0
#include "storage/key_file_names.hpp"

#include <string_view>

namespace muniment::storage {
namespace {

constexpr std::string_view era_prefix = "era-", era_suffix = ".key";
constexpr std::string_view dump_prefix = "dump-", dump_suffix = ".keys";

/// What stands between prefix and suffix; nothing when the name is of another form.
std::optional<std::string> middle(const std::string& name, std::string_view prefix,
                                  std::string_view suffix) {
  if (name.size() <= prefix.size() + suffix.size() || !name.starts_with(prefix) ||
      !name.ends_with(suffix))
    return std::nullopt;
  return name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
}

}

std::string era_file_name(std::uint32_t number) {
  return std::string{era_prefix} + std::to_string(number) + std::string{era_suffix};
}

bool names_an_era(const std::string& name) {
  return middle(name, era_prefix, era_suffix).has_value();
}

std::optional<std::uint32_t> era_in(const std::string& name) {
  const auto text = middle(name, era_prefix, era_suffix);
  const bool plain = text && text->size() <= 9 && text->front() != '0' &&
                     text->find_first_not_of("0123456789") == std::string::npos;
  if (!plain) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(*text));
}

std::string dump_file_name(const uuid& workspace) {
  return std::string{dump_prefix} + muniment::to_string(workspace) + std::string{dump_suffix};
}

std::optional<uuid> dump_in(const std::string& name) {
  const auto text = middle(name, dump_prefix, dump_suffix);
  return text ? uuid::parse(*text) : std::nullopt;
}

}

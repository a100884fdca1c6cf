// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/deployment_settings.hpp"

#include "ops/serve/text_file.hpp"
#include "ops/settings_table.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <unistd.h>

namespace muniment::cli {
namespace {

using storage::startup_error;

constexpr auto file_variable = "MUNIMENT_CONFIG";
constexpr std::size_t most_octets = 1U << 20;
constexpr auto group = "Settings";

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> variables;
  for (char** each = environ; each && *each; ++each) {
    const std::string_view line = *each;
    if (const auto equals = line.find('='); equals != line.npos)
      variables.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return variables;
}

std::string text_of(const std::filesystem::path& file) {
  std::error_code unseen;
  const auto octets = std::filesystem::file_size(file, unseen);
  if (!unseen && octets > most_octets)
    throw startup_error{"the settings file " + file.string() + " is longer than a mebibyte",
                        "it is probably not the settings file"};
  auto text = unseen ? std::nullopt : ops::read_text(file);
  if (!text)
    throw startup_error{"the settings file " + file.string() + " cannot be read",
                        "check --config, MUNIMENT_CONFIG and the file's rights"};
  return std::move(*text);
}

/// One that cannot be looked for may be there; whoever reads it tells.
bool may_be_there(const std::filesystem::path& file) {
  std::error_code unseen;
  return std::filesystem::exists(file, unseen) || unseen;
}

/// The variable that names the file is no setting: it is taken out.
std::filesystem::path file_of(const setting_flags& from, const std::filesystem::path& usual,
                              std::map<std::string, std::string>& variables) {
  const auto named = variables.extract(file_variable);
  if (!from.file.empty()) return from.file;
  if (named && !named.mapped().empty()) return named.mapped();
  return may_be_there(usual) ? usual : std::filesystem::path{};
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return names.empty() || std::ranges::find(names, name) != names.end();
}

/// Completion knows by it where the name of a file is wanted.
std::string type_of(const ops::setting_row& row) {
  if (row.name.ends_with("_file")) return "FILE";
  if (row.name.ends_with("_directory")) return "DIRECTORY";
  const auto accepted = ops::accepted_by(row);
  return accepted.empty() ? "TEXT" : accepted;
}

}

void add_setting_flags(subcommand command, const std::shared_ptr<setting_flags>& into,
                       std::span<const std::string_view> names) {
  command
      .add_option("--config", into->file,
                  "The settings file [" + std::string{usual_settings_file} + ", if it exists]")
      .type_name("FILE");
  for (const auto& row : ops::settings_table()) {
    if (!contains(names, row.name)) continue;
    const auto keep = [into, name = std::string{row.name}](const std::string& text) {
      into->given.emplace_back(name, text);
    };
    command.add_option_function(ops::flag_of(row), keep, std::string{row.purpose})
        .type_name(type_of(row))
        .group(group);
  }
}

ops::setting_sources sources_of(const setting_flags& from, const std::filesystem::path& usual) {
  ops::setting_sources sources;
  sources.command_line = from.given;
  sources.environment = environment();
  if (const auto file = file_of(from, usual, sources.environment); !file.empty()) {
    sources.file_name = file.string();
    sources.file_text = text_of(file);
  }
  return sources;
}

ops::loaded_settings settings_from(const ops::setting_sources& sources) {
  auto loaded = ops::load_settings(sources);
  if (loaded) return std::move(*loaded);
  const auto& errors = loaded.error();
  const auto more =
      errors.size() == 1 ? "" : " (and " + std::to_string(errors.size() - 1) + " more)";
  throw startup_error{errors.front() + more, "docs/configuration.md names every setting"};
}

}

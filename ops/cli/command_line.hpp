// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}

/// The command line as its commands see it. CLI11 is behind it, in few units: its header costs
/// whoever includes it ten seconds.
namespace muniment::cli {

/// An option or a positional argument that was added; lives as long as the command line.
class argument {
public:
  explicit argument(CLI::Option* added) : added_{added} {}

  argument required();
  /// What it takes, as the help shows it: `FILE`.
  argument type_name(const std::string& name);
  argument one_of(std::vector<std::string> choices);
  argument between(std::uint64_t least, std::uint64_t most);
  /// Takes a value that `complaint`, which is pure, says nothing about; else what it says is the
  /// error, and the usage is wrong.
  argument checked(std::function<std::string(const std::string&)> complaint);
  /// Never beside the other one.
  argument excludes(const std::string& name);
  argument excludes(argument other);
  /// The help shows the value it has now.
  argument capture_default_str();
  argument default_str(const std::string& text);
  /// Under which heading of the help.
  argument group(const std::string& name);

  /// Whether the line that was read holds it.
  [[nodiscard]] bool given() const;

private:
  CLI::Option* added_;
};

/// A subcommand, or the whole command line. Names are as CLI11 takes them: `-w,--workspace`, or a
/// bare word for a positional argument.
class subcommand {
public:
  // NOLINTNEXTLINE(google-explicit-constructor): it is the same thing.
  subcommand(CLI::App& app) : app_{&app} {}

  [[nodiscard]] subcommand add_subcommand(const std::string& name, const std::string& help) const;
  /// At least one subcommand has to be named.
  void require_subcommand() const;
  /// Options of this one may stand behind a subcommand's.
  void fallthrough() const;

  /// `T`: a text, texts, a path, or an unsigned number.
  template <class T>
  argument add_option(const std::string& names, T& into, const std::string& help) const;
  argument add_option_function(const std::string& names,
                               const std::function<void(const std::string&)>& take,
                               const std::string& help) const;
  argument add_flag(const std::string& names, bool& into, const std::string& help) const;

  /// What it does, once the whole line is read.
  void callback(std::function<void()> deed) const;

  [[nodiscard]] const CLI::App& app() const { return *app_; }

private:
  CLI::App* app_;
};

}

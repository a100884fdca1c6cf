// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>

namespace muniment::cli {

argument argument::required() {
  added_->required();
  return *this;
}

argument argument::type_name(const std::string& name) {
  added_->type_name(name);
  return *this;
}

argument argument::one_of(std::vector<std::string> choices) {
  added_->check(CLI::IsMember(std::move(choices)));
  return *this;
}

argument argument::between(std::uint64_t least, std::uint64_t most) {
  added_->check(CLI::Range(least, most));
  return *this;
}

argument argument::checked(std::function<std::string(const std::string&)> complaint) {
  added_->check(std::move(complaint));
  return *this;
}

argument argument::excludes(const std::string& name) {
  added_->excludes(name);
  return *this;
}

argument argument::excludes(argument other) {
  added_->excludes(other.added_);
  return *this;
}

argument argument::capture_default_str() {
  added_->capture_default_str();
  return *this;
}

argument argument::default_str(const std::string& text) {
  added_->default_str(text);
  return *this;
}

argument argument::group(const std::string& name) {
  added_->group(name);
  return *this;
}

bool argument::given() const { return !added_->empty(); }

subcommand subcommand::add_subcommand(const std::string& name, const std::string& help) const {
  return {*app_->add_subcommand(name, help)};
}

void subcommand::require_subcommand() const { app_->require_subcommand(1); }

void subcommand::fallthrough() const { app_->fallthrough(); }

template <class T>
argument subcommand::add_option(const std::string& names, T& into, const std::string& help) const {
  return argument{app_->add_option(names, into, help)};
}

template argument subcommand::add_option(const std::string&, std::string&,
                                         const std::string&) const;
template argument subcommand::add_option(const std::string&, std::vector<std::string>&,
                                         const std::string&) const;
template argument subcommand::add_option(const std::string&, std::filesystem::path&,
                                         const std::string&) const;
template argument subcommand::add_option(const std::string&, std::optional<std::uint16_t>&,
                                         const std::string&) const;
template argument subcommand::add_option(const std::string&, unsigned&, const std::string&) const;
template argument subcommand::add_option(const std::string&, std::uint64_t&,
                                         const std::string&) const;

argument subcommand::add_option_function(const std::string& names,
                                         const std::function<void(const std::string&)>& take,
                                         const std::string& help) const {
  return argument{app_->add_option_function<std::string>(names, take, help)};
}

argument subcommand::add_flag(const std::string& names, bool& into, const std::string& help) const {
  return argument{app_->add_flag(names, into, help)};
}

void subcommand::callback(std::function<void()> deed) const { app_->callback(std::move(deed)); }

}

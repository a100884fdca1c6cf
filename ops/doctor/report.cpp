// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/report.hpp"

#include "ops/cli/table.hpp"
#include "ops/cli/terminal.hpp"

#include <algorithm>
#include <array>

namespace muniment::doctor {
namespace {

using cli::colour;

constexpr std::size_t verdict_columns = 7;
constexpr std::string_view margin = "  ";
constexpr std::size_t before_check = margin.size() + verdict_columns + margin.size();

colour colour_of(verdict judged) {
  constexpr std::array colours{colour::green, colour::yellow, colour::red};
  return colours.at(static_cast<std::size_t>(judged));
}

std::string harmless(const std::string& text) { return cli::readable(boost::json::value(text)); }

std::string padded(std::string text, std::size_t columns) {
  text.append(columns - std::min(columns, cli::length_of(text)), ' ');
  return text;
}

std::string first_columns(verdict judged, const paper& on) {
  const auto word = padded(std::string{name_of(judged)}, verdict_columns);
  return std::string{margin} + cli::painted(word, on.colour ? colour_of(judged) : colour::plain) +
         std::string{margin};
}

std::string heading(const std::string& text, const paper& on) {
  return cli::painted(text, on.colour ? colour::bold : colour::plain) + '\n';
}

std::size_t widest_check(const examination& all) {
  std::size_t widest = 0;
  for (const auto& group : all)
    for (const auto& each : group.findings)
      widest = std::max(widest, cli::length_of(each.check));
  return widest;
}

std::string line_of(const finding& each, std::size_t widest, const paper& on) {
  const auto indent = before_check + widest + margin.size();
  return first_columns(each.judged, on) + padded(each.check, widest) + std::string{margin} +
         cli::wrapped(harmless(each.found), indent, on.width) + '\n';
}

std::string cure_of(const std::string& group, const finding& each, const paper& on) {
  const auto indented = std::string(before_check, ' ');
  const auto text = group + ", " + each.check + ": " + harmless(each.found);
  return first_columns(each.judged, on) + cli::wrapped(text, before_check, on.width) + '\n' +
         indented + "-> " + cli::wrapped(harmless(each.mend), before_check + 3, on.width) + '\n';
}

std::string cures(const examination& all, verdict of, const paper& on) {
  std::string text;
  for (const auto& group : all)
    for (const auto& each : group.findings)
      if (each.judged == of) text += cure_of(group.group, each, on);
  return text;
}

std::string counted(std::size_t number, const char* one, const char* more) {
  return std::to_string(number) + ' ' + (number == 1 ? one : more);
}

}

std::string summary(const tally& sum) {
  const auto all = sum.ok + sum.warnings + sum.failed;
  const auto line = counted(all, "check", "checks") + ": " + std::to_string(sum.ok) + " ok, " +
                    counted(sum.warnings, "warning", "warnings") + ", " +
                    std::to_string(sum.failed) + " failed";
  return sum.failed == 0 && sum.warnings > 0 ? line + "; warnings alone end with status 0" : line;
}

std::string render(const examination& all, const paper& on) {
  std::string text;
  const auto widest = widest_check(all);
  for (const auto& group : all) {
    text += heading(group.group, on);
    for (const auto& each : group.findings)
      text += line_of(each, widest, on);
  }
  const auto mend = cures(all, verdict::failed, on) + cures(all, verdict::warning, on);
  if (!mend.empty()) text += '\n' + heading("How to mend it", on) + mend;
  return text + '\n' + summary(count(all)) + '\n';
}

boost::json::object object_of(const std::string& group, const finding& found) {
  return {{"group", group},
          {"check", found.check},
          {"verdict", name_of(found.judged)},
          {"found", found.found},
          {"mend", found.mend}};
}

}

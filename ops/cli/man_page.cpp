// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/man_page.hpp"

namespace muniment::cli {
namespace {

/// Text as roff reads it: no line is a request, hyphens can be copied.
std::string text_of(std::string_view words) {
  std::string text;
  bool begins = true;
  for (const char each : words) {
    if (begins && (each == '.' || each == '\'')) text += "\\&";
    begins = each == '\n';
    if (each == '\\')
      text += "\\e";
    else if (each == '-')
      text += "\\-";
    else
      text += each;
  }
  return text;
}

std::string line(std::string_view macro, std::string_view words) {
  return std::string{macro} + ' ' + text_of(words) + '\n';
}

std::string example(const std::string& command) {
  return ".PP\n.EX\n" + text_of(command) + "\n.EE\n";
}

/// `muniment user create [options]`
std::string usage(const command_described& command) {
  auto words = command.path;
  bool options = false;
  for (const auto& option : command.options)
    if (option.positional)
      words += option.required ? ' ' + option.names.front() + (option.repeats ? "..." : "")
                               : " [" + option.names.front() + (option.repeats ? "...]" : "]");
    else
      options = true;
  if (!command.below.empty()) words += " COMMAND";
  return options ? words + " [OPTIONS]" : words;
}

std::string heading(const option_described& option) {
  std::string names;
  for (const auto& each : option.names)
    names += (names.empty() ? "" : ", ") + each;
  if (!option.positional && !option.value.empty()) names += ' ' + option.value;
  return names;
}

std::string entry(const option_described& option) {
  auto help = option.help;
  if (option.required && !option.positional) help += help.empty() ? "Required." : "; required";
  if (!option.choices.empty()) {
    help += "; one of";
    for (const auto& each : option.choices)
      help += (&each == &option.choices.front() ? " " : ", ") + each;
  }
  return ".TP\n" + line(".B", heading(option)) + text_of(help) + '\n';
}

std::string section(const command_described& command) {
  auto page = line(".SS", usage(command));
  for (const auto& each : command.text)
    page += text_of(each) + '\n';
  for (const auto& option : command.options)
    page += entry(option);
  for (const auto& each : command.examples)
    page += example(each);
  return page;
}

constexpr auto tail = R"(.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed; the message says why, the hint how to mend it.
.TP
.B 2
Wrong usage; nothing was changed.
.SH ENVIRONMENT
.TP
.B MUNIMENT_OPERATOR_CREDENTIAL
The file of the operator's credential, where \-\-credential does not name one.
.TP
.B NO_COLOR
When set, nothing is coloured; colours go to a terminal only.
)";

}

std::string man_page(const command_described& program, const std::string& version) {
  auto page = ".TH MUNIMENT 1 \"\" \"muniment " + version + "\" \"User Commands\"\n";
  page += ".SH NAME\n" + text_of(program.name + " - an identity server that remembers") + '\n';
  page += ".SH SYNOPSIS\n" + line(".B", usage(program)) + ".SH DESCRIPTION\n.nf\n";
  for (const auto& each : program.text)
    page += text_of(each) + '\n';
  page += ".fi\n.SH OPTIONS\n";
  for (const auto& option : program.options)
    page += entry(option);
  page += ".SH COMMANDS\n";
  for (const auto& each : program.below)
    for_each_command(each, [&](const command_described& command) { page += section(command); });
  return page + tail;
}

}

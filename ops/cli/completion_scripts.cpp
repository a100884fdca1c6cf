// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/completion_scripts.hpp"

#include <array>
#include <functional>

namespace muniment::cli {
namespace {

/// In single quotes, for any of the shells; fish wants its backslash doubled.
std::string in_quotes(std::string_view text, bool fish = false) {
  std::string result{"'"};
  for (const char each : text) {
    if (each == '\'')
      result += fish ? "\\'" : "'\\''";
    else if (fish && each == '\\')
      result += "\\\\";
    else
      result += each;
  }
  return result + '\'';
}

bool takes_file(const option_described& option) {
  constexpr std::array files{"FILE", "DIRECTORY", "PATH"};
  for (const auto* each : files)
    if (option.value == each) return true;
  return false;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const auto& each : words)
    text.append(text.empty() ? "" : separator).append(each);
  return text;
}

/// What may stand next: subcommands and options.
std::vector<std::string> words_of(const command_described& command) {
  std::vector<std::string> words;
  for (const auto& each : command.below)
    words.push_back(each.name);
  for (const auto& option : options_behind(command))
    if (!option.positional) words.insert(words.end(), option.names.begin(), option.names.end());
  return words;
}

/// `'a'|'b'`: a pattern of a `case`.
std::string pattern(const std::vector<std::string>& words) {
  std::vector<std::string> each;
  for (const auto& word : words)
    each.push_back(in_quotes(word));
  return joined(each, "|");
}

std::vector<std::string> all_paths(const command_described& program) {
  std::vector<std::string> paths;
  for_each_command(program, [&](const command_described& command) {
    if (command.path != program.path) paths.push_back(command.path);
  });
  return paths;
}

using option_visit = std::function<void(const command_described&, const option_described&,
                                        const std::vector<std::string>& placed)>;

/// Every option that takes a value, with `<path> <name>` of each of its names.
void for_each_value(const command_described& program, const option_visit& visit) {
  for_each_command(program, [&](const command_described& command) {
    for (const auto& option : options_behind(command)) {
      if (option.positional || option.value.empty()) continue;
      std::vector<std::string> placed;
      for (const auto& name : option.names)
        placed.push_back(command.path + ' ' + name);
      visit(command, option, placed);
    }
  });
}

/// The cases of values, each with what `offer(option)` says.
std::string value_cases(const command_described& program,
                        const std::function<std::string(const option_described&)>& offer) {
  std::string text;
  for_each_value(program, [&](const auto&, const auto& option, const auto& placed) {
    text += "    " + pattern(placed) + ") " + offer(option) + " ;;\n";
  });
  return text;
}

}

std::string bash_completion(const command_described& program) {
  const auto name = program.name;
  const auto offer = [](const option_described& option) -> std::string {
    // The names as they are, which readline then quotes: a space in one is no end of it.
    if (takes_file(option))
      return "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); "
             "compopt -o filenames 2>/dev/null; return";
    if (option.choices.empty()) return "return";
    return "COMPREPLY=($(compgen -W " + in_quotes(joined(option.choices, " ")) +
           " -- \"$cur\")); return";
  };
  std::string words;
  for_each_command(program, [&](const command_described& command) {
    words += "    " + in_quotes(command.path) +
             ") words=" + in_quotes(joined(words_of(command), " ")) + " ;;\n";
  });
  return "# bash completion for " + name + ", made by `" + name +
         " completion bash`.\n"
         "_" +
         name +
         "() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local place=" +
         name +
         " words= i\n"
         "  COMPREPLY=()\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$place ${COMP_WORDS[i]}\" in\n"
         "    " +
         pattern(all_paths(program)) +
         ") place=\"$place ${COMP_WORDS[i]}\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$place $prev\" in\n" +
         value_cases(program, offer) +
         "  esac\n"
         "  case \"$place\" in\n" +
         words +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "}\n"
         "complete -F _" +
         name + ' ' + name + '\n';
}

namespace {

/// `name:what it is`, as _describe wants it.
std::string described_word(const std::string& name, const std::string& help) {
  std::string escaped;
  for (const char each : name)
    escaped += each == ':' ? std::string{"\\:"} : std::string(1, each);
  return in_quotes(escaped + ':' + help);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}

std::string zsh_completion(const command_described& program) {
  const auto name = program.name;
  const auto offer = [](const option_described& option) -> std::string {
    if (takes_file(option)) return "_files; return";
    if (option.choices.empty()) return "return 1";
    std::vector<std::string> choices;
    for (const auto& each : option.choices)
      choices.push_back(in_quotes(each));
    return "compadd -- " + joined(choices, " ") + "; return";
  };
  std::string offers;
  for_each_command(program, [&](const command_described& command) {
    std::vector<std::string> below, options;
    for (const auto& each : command.below)
      below.push_back(described_word(each.name, summary_of(each)));
    for (const auto& option : options_behind(command))
      if (!option.positional)
        for (const auto& each : option.names)
          options.push_back(described_word(each, first_line(option.help)));
    offers += "    " + in_quotes(command.path) + ") below=(" + joined(below, " ") + "); options=(" +
              joined(options, " ") + ") ;;\n";
  });
  return "#compdef " + name + "\n# zsh completion for " + name + ", made by `" + name +
         " completion zsh`.\n_" + name +
         "() {\n"
         "  local place=" +
         name +
         " i\n"
         "  local -a below options\n"
         "  for ((i = 2; i < CURRENT; i++)); do\n"
         "    case \"$place ${words[i]}\" in\n"
         "    " +
         pattern(all_paths(program)) +
         ") place=\"$place ${words[i]}\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$place ${words[CURRENT-1]}\" in\n" +
         value_cases(program, offer) +
         "  esac\n"
         "  case \"$place\" in\n" +
         offers +
         "  esac\n"
         "  if [[ ${words[CURRENT]} == -* ]]; then\n"
         "    _describe option options\n"
         "  else\n"
         "    _describe command below\n"
         "  fi\n"
         "}\n"
         "if [[ $funcstack[1] == _" +
         name + " ]]; then\n  _" + name + " \"$@\"\nelse\n  compdef _" + name + ' ' + name +
         "\nfi\n";
}

namespace {

/// One line of fish for a name of an option.
std::string fish_option(const std::string& at, const option_described& option) {
  std::string line = "complete -c " + at;
  for (const auto& each : option.names)
    line += each.starts_with("--") ? " -l " + each.substr(2) : " -s " + each.substr(1);
  if (takes_file(option))
    line += " -r -F";
  else if (!option.value.empty())
    line += " -x";
  if (!option.choices.empty()) line += " -a " + in_quotes(joined(option.choices, " "), true);
  return line + " -d " + in_quotes(first_line(option.help), true) + '\n';
}

}

std::string fish_completion(const command_described& program) {
  const auto name = program.name;
  std::vector<std::string> paths;
  for (const auto& each : all_paths(program))
    paths.push_back(in_quotes(each, true));
  std::string text = "# fish completion for " + name + ", made by `" + name +
                     " completion fish`.\n"
                     "function __" +
                     name +
                     "_at\n"
                     "    set -l place " +
                     name +
                     "\n"
                     "    set -l typed (commandline -opc)\n"
                     "    for word in $typed[2..-1]\n"
                     "        switch \"$place $word\"\n"
                     "            case " +
                     joined(paths, " ") +
                     "\n"
                     "                set place \"$place $word\"\n"
                     "        end\n"
                     "    end\n"
                     "    test \"$place\" = \"$argv\"\n"
                     "end\n"
                     "complete -c " +
                     name + " -f\n";
  for_each_command(program, [&](const command_described& command) {
    const auto at = name + " -n " + in_quotes("__" + name + "_at " + command.path, true);
    for (const auto& each : command.below)
      text += "complete -c " + at + " -a " + in_quotes(each.name, true) + " -d " +
              in_quotes(summary_of(each), true) + '\n';
    for (const auto& option : options_behind(command))
      if (!option.positional) text += fish_option(at, option);
  });
  return text;
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/completion_scripts.hpp"
#include "ops/cli/man_page.hpp"

#include <iostream>
#include <memory>

namespace muniment::cli {
namespace {

void tell_completion(const CLI::App& program, const std::string& shell) {
  const auto all = describe(program);
  if (shell == "bash") std::cout << bash_completion(all);
  if (shell == "zsh") std::cout << zsh_completion(all);
  if (shell == "fish") std::cout << fish_completion(all);
  std::cout << std::flush;
}

}

void add_completion(subcommand app) {
  const auto shell = std::make_shared<std::string>();
  auto command =
      app.add_subcommand("completion", "Writes what a shell completes this command line by\n"
                                       "Example: source <(muniment completion bash)");
  command.add_option("shell", *shell, "bash, zsh or fish")
      .required()
      .one_of({"bash", "zsh", "fish"});
  command.callback([app, shell] { tell_completion(app.app(), *shell); });
}

void add_man(subcommand app) {
  auto command = app.add_subcommand("man", "Writes the manual page, all of this help in one place\n"
                                           "Example: muniment man | man -l -");
  command.callback(
      [app] { std::cout << man_page(describe(app.app()), MUNIMENT_VERSION) << std::flush; });
}

}

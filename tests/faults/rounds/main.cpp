// SPDX-License-Identifier: Apache-2.0
// Drives rounds of faults, or a control, against a PostgreSQL of its own.
#include "tests/faults/rounds/campaign.hpp"
#include "tests/faults/rounds/controls.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <random>

namespace {

using namespace muniment::test;

struct tally {
  std::size_t passed = 0;
  std::size_t failed = 0;
};

void run_rounds(cluster& at, const campaign_options& options, tally& sum) {
  if (options.rounds == 0) return;
  campaign all{at, options};
  const auto whole = all.run();
  sum.passed += all.passed();
  sum.failed += all.failed();
  if (whole || all.failed() > 0) return;
  std::cout << "the time was over before all that was asked for had happened\n";
  ++sum.failed;
}

void run_controls(cluster& at, std::uint64_t seed, tally& sum) {
  for (const auto& each : controls())
    ++(goes_red(each, at, seed) ? sum.passed : sum.failed);
}

}

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN); // That a host has ended is found where its answers are read.
  campaign_options options{.seed = std::random_device{}()};
  bool with_controls = false;
  std::uint64_t seconds = 1'500;
  std::vector<std::string> victims{options.victims.begin(), options.victims.end()};
  CLI::App app{"Kills and cuts a loaded journal, and checks what its clients were told."};
  app.add_option("--rounds", options.rounds, "rounds that must count");
  app.add_option("--unknown", options.unknown, "unknown outcomes of each result to go on for");
  app.add_option("--victims", victims, "server, postgres, cut, writer")
      ->check(CLI::IsMember({"server", "postgres", "cut", "writer"}))
      ->delimiter(',');
  app.add_option("--seed", options.seed, "of the moments, ids and choices");
  app.add_option("--seconds", seconds, "limit of the rounds");
  app.add_option("--clients", options.clients, "commands on their way at most");
  app.add_flag("--controls", with_controls, "then take each defence away and see it missed");
  CLI11_PARSE(app, count, arguments);
  options.victims = {victims.begin(), victims.end()};
  options.limit = std::chrono::seconds{seconds};
  tally sum;
  try {
    std::cout << "seed " << options.seed << std::endl;
    cluster at;
    run_rounds(at, options, sum);
    if (with_controls) run_controls(at, options.seed, sum);
  } catch (const std::exception& error) {
    std::cout << "stopped: " << error.what() << '\n';
    ++sum.failed;
  }
  std::cout << sum.passed << " passed, " << sum.failed << " failed\n";
  return sum.failed == 0 && sum.passed > 0 ? 0 : 1;
}

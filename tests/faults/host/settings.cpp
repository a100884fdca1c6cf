// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/host/settings.hpp"

#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace muniment::test {

void write_settings(const host_settings& settings, const std::filesystem::path& file) {
  std::ofstream{file}.close();
  ::chmod(file.c_str(), 0600);
  std::ofstream out{file};
  out << "commits " << settings.commits << "\ntakeovers " << settings.takeovers << "\nreads "
      << settings.reads << "\nschema " << settings.schema << "\nlog " << settings.log << "\ndedup "
      << (settings.dedup ? "on" : "off") << "\nas_server_is_set "
      << (settings.as_server_is_set ? "on" : "off") << "\nlock_timeout "
      << settings.lock_timeout.count() << "\ncommit_deadline " << settings.commit_deadline.count()
      << '\n';
  for (const auto& login : settings.logins)
    out << "login " << login.name << ' ' << login.password << '\n';
  if (!out.flush()) throw std::runtime_error{"the host's settings cannot be written"};
}

host_settings read_settings(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error{"the host's settings cannot be read"};
  host_settings settings;
  for (std::string line; std::getline(in, line);) {
    const auto space = line.find(' ');
    const auto key = line.substr(0, space), value = line.substr(space + 1);
    if (key == "commits")
      settings.commits = value;
    else if (key == "takeovers")
      settings.takeovers = value;
    else if (key == "reads")
      settings.reads = value;
    else if (key == "schema")
      settings.schema = value;
    else if (key == "log")
      settings.log = value;
    else if (key == "dedup")
      settings.dedup = value == "on";
    else if (key == "as_server_is_set")
      settings.as_server_is_set = value == "on";
    else if (key == "lock_timeout")
      settings.lock_timeout = std::chrono::milliseconds{std::stoi(value)};
    else if (key == "commit_deadline")
      settings.commit_deadline = std::chrono::milliseconds{std::stoi(value)};
    else if (key == "login")
      settings.logins.push_back(
          {value.substr(0, value.find(' ')), value.substr(value.find(' ') + 1)});
    else
      throw std::runtime_error{"the host knows no setting called " + key};
  }
  return settings;
}

}

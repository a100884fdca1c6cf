// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muniment::test {

/// A program run by a test: its standard output and error, read together. Killed on destruction,
/// and when the test process ends.
class program {
public:
  explicit program(const std::vector<std::string>& argv);
  ~program();
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  pid_t pid() const { return pid_; }
  const std::string& output() const { return output_; }

  /// Reads until the output holds `text`; false when it ends, or 60 s pass, without.
  bool says(const std::string& text);

  void send(int signal) const;

  /// Reads the rest and waits for the end: the exit status, or 128 + signal.
  int wait();

private:
  bool read_more(std::chrono::milliseconds limit);

  pid_t pid_ = 0;
  int pipe_ = -1;
  std::string output_;
};

/// The path of the `muniment` built beside the running test.
std::string muniment_binary();

}

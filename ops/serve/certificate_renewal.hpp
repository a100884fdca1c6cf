// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace muniment::ops {

/// Keeps the certificates of a `muniment up` that runs for longer than they last. The server reads
/// files that changed by itself. On one thread.
class certificate_renewal {
public:
  using moment = std::chrono::system_clock::time_point;

  /// Of `directory`, whose certificates were prepared at `prepared_at`
  /// (ops/serve/local_authority.hpp).
  certificate_renewal(std::filesystem::path directory, std::string base_domain, moment prepared_at)
      : directory_{std::move(directory)}, base_domain_{std::move(base_domain)}, looked_at_{
                                                                                    prepared_at} {}

  /// Prepares them again where the last time is a day ago. Never throws: what fails is told in the
  /// log, and tried again the next day.
  void look(moment now);

private:
  const std::filesystem::path directory_;
  const std::string base_domain_;
  moment looked_at_;
};

}

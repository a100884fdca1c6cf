// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/absence.hpp"
#include "ops/cli/api.hpp"
#include "ops/cli/stop_signal.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muniment::cli {

/// A workspace's server that is asked again and again for what comes next, until a signal ends it.
/// Made on the main thread, as `stop_signal`.
class feed {
public:
  /// Of the workspace that `options` name; without one it throws.
  explicit feed(const connection_options& options);

  /// Whether the signal has arrived.
  [[nodiscard]] bool ended() const { return stop_.arrived(); }

  /// As `api::get`; throws `given_up` at the signal. Once there was an answer, a server that is
  /// away is waited for and asked the same again: standard error says that it went, and that it
  /// came back.
  boost::json::object get(const std::string& path, const api::parameters& query = {});

private:
  const stop_signal stop_;
  api at_;
  bool answered_ = false; ///< once, or more often
  absence away_;
};

}

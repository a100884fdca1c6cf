// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/replay_meter.hpp"

namespace muniment {

using std::chrono::steady_clock;

replay_meter::replay_meter(const replay_options& options, std::uint64_t total)
    : options_{options}, at_{{}, 0, total, 0}, began_{steady_clock::now()} {}

void replay_meter::add(std::string_view stage, std::uint64_t events) {
  reach(stage, at_.done + events);
}

void replay_meter::reach(std::string_view stage, std::uint64_t done) {
  at_.stage = stage;
  at_.done = std::max(at_.done, done);
  at_.total = std::max(at_.total, at_.done);
  const std::chrono::duration<double> taken = steady_clock::now() - began_;
  at_.per_second = taken.count() > 0 ? static_cast<double>(at_.done) / taken.count() : 0;
  if (options_.progress) options_.progress(at_);
}

std::chrono::milliseconds replay_meter::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began_);
}

void check_rows(std::string_view projection, std::size_t rows, std::uint64_t position,
                const replay_options& options) {
  if (rows <= options.most_rows) return;
  throw replay_error{replay_error::reason::too_many_rows, position,
                     std::string{projection} + " has more than the " +
                         std::to_string(options.most_rows) + " rows that memory is set aside for"};
}

void check_equal(bool equal, std::uint64_t position, const char* sentence) {
  if (!equal) throw replay_error{replay_error::reason::differs, position, sentence};
}

}

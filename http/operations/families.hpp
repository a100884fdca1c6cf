// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <prometheus/metric_family.h>

#include <string>
#include <utility>
#include <vector>

namespace muniment::http {

/// Values that are looked up when they are asked for, as Prometheus takes them. Labels are names of
/// ours, never something that a client sent.
class families {
public:
  /// What a label says, and the value there.
  using labelled = std::vector<std::pair<std::string, double>>;

  void gauge(std::string name, std::string help, double value);
  void gauge(std::string name, std::string help, const std::string& label, const labelled& values);

  /// What only grows; the name ends in `_total`.
  void counter(std::string name, std::string help, double value);
  void counter(std::string name, std::string help, const std::string& label,
               const labelled& values);

  std::vector<prometheus::MetricFamily> take() { return std::move(made_); }

private:
  std::vector<prometheus::MetricFamily> made_;
};

}

// SPDX-License-Identifier: Apache-2.0
#include "http/operations/families.hpp"

namespace muniment::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;

ClientMetric metric(MetricType type, double value) {
  ClientMetric made;
  if (type == MetricType::Counter)
    made.counter.value = value;
  else
    made.gauge.value = value;
  return made;
}

prometheus::MetricFamily family(MetricType type, std::string name, std::string help, double value) {
  return {std::move(name), std::move(help), type, {metric(type, value)}};
}

prometheus::MetricFamily family(MetricType type, std::string name, std::string help,
                                const std::string& label, const families::labelled& values) {
  prometheus::MetricFamily made{std::move(name), std::move(help), type, {}};
  for (const auto& [says, value] : values) {
    made.metric.push_back(metric(type, value));
    made.metric.back().label.push_back({label, says});
  }
  return made;
}

}

void families::gauge(std::string name, std::string help, double value) {
  made_.push_back(family(MetricType::Gauge, std::move(name), std::move(help), value));
}

void families::gauge(std::string name, std::string help, const std::string& label,
                     const labelled& values) {
  made_.push_back(family(MetricType::Gauge, std::move(name), std::move(help), label, values));
}

void families::counter(std::string name, std::string help, double value) {
  made_.push_back(family(MetricType::Counter, std::move(name), std::move(help), value));
}

void families::counter(std::string name, std::string help, const std::string& label,
                       const labelled& values) {
  made_.push_back(family(MetricType::Counter, std::move(name), std::move(help), label, values));
}

}

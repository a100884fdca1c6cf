// SPDX-License-Identifier: Apache-2.0
#include "http/operations/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <iterator>

namespace muniment::http {
namespace {

using counter = prometheus::Counter;
using prometheus::Registry;

constexpr std::array status_classes{"2xx", "3xx", "4xx", "5xx"};
// In the order of `turned_away`.
constexpr std::array reasons{
    "connection", "connection_of_address", "handshake", "framing", "in_flight", "deadline"};
static_assert(reasons.size() == static_cast<std::size_t>(turned_away::deadline) + 1);

const prometheus::Histogram::BucketBoundaries seconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                      0.1,   0.25,   0.5,   1,    2.5,   10};

template <std::size_t Size>
std::array<counter*, Size> counters(Registry& registry, const char* name, const char* help,
                                    const char* label, const std::array<const char*, Size>& of) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  std::array<counter*, Size> made;
  for (std::size_t each = 0; each < Size; ++each)
    made[each] = &family.Add({{label, of[each]}});
  return made;
}

class metrics final : public observer {
public:
  explicit metrics(std::shared_ptr<Registry> registry)
      : registry_{std::move(registry)}, answered_{counters(*registry_,
                                                           "muniment_http_requests_total",
                                                           "Replies, by class of status.", "status",
                                                           status_classes)},
        refused_{counters(*registry_, "muniment_http_refused_total",
                          "What a listener turned away itself, by reason.", "reason", reasons)},
        took_{prometheus::BuildHistogram()
                  .Name("muniment_http_request_seconds")
                  .Help("From the end of a request to the end of its reply.")
                  .Register(*registry_)
                  .Add({}, seconds)},
        connections_{prometheus::BuildGauge()
                         .Name("muniment_http_connections")
                         .Help("Open connections.")
                         .Register(*registry_)
                         .Add({})},
        failures_{prometheus::BuildCounter()
                      .Name("muniment_http_handler_failures_total")
                      .Help("Handlers that failed and were answered for with 500.")
                      .Register(*registry_)
                      .Add({})},
        unavailable_{prometheus::BuildCounter()
                         .Name("muniment_http_unavailable_total")
                         .Help("Requests that a workspace could not attend to: answered with 503.")
                         .Register(*registry_)
                         .Add({})} {}

  void answered(const exchange& told) override {
    answered_[static_cast<std::size_t>(told.status / 100 - 2)]->Increment();
    took_.Observe(std::chrono::duration<double>(told.took).count());
  }
  void refused(turned_away why) override { refused_[static_cast<std::size_t>(why)]->Increment(); }
  void handler_failed(std::string_view, std::string_view) override { failures_.Increment(); }
  void unavailable(std::string_view, std::string_view) override { unavailable_.Increment(); }
  void connections(std::size_t now) override { connections_.Set(static_cast<double>(now)); }

private:
  std::shared_ptr<Registry> registry_; // Owns what the others point to.
  std::array<counter*, status_classes.size()> answered_;
  std::array<counter*, reasons.size()> refused_;
  prometheus::Histogram& took_;
  prometheus::Gauge& connections_;
  counter& failures_;
  counter& unavailable_;
};

}

std::shared_ptr<observer> make_metrics(const std::shared_ptr<Registry>& registry) {
  return std::make_shared<metrics>(registry);
}

std::string exposition(const figure_sources& sources) {
  std::vector<prometheus::MetricFamily> all;
  for (const auto& source : sources) {
    auto some = source->Collect();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return prometheus::TextSerializer{}.Serialize(all);
}

}

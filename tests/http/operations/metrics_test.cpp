// SPDX-License-Identifier: Apache-2.0
#include "http/operations/metrics.hpp"

#include <gtest/gtest.h>
#include <prometheus/registry.h>

namespace muniment::http {
namespace {

TEST(metrics, count_what_a_listener_does) {
  const auto registry = std::make_shared<prometheus::Registry>();
  const auto watch = make_metrics(registry);
  const auto answer = [&](int status) {
    watch->answered({.asked = nullptr,
                     .request_id = "r",
                     .status = status,
                     .took = std::chrono::milliseconds{3}});
  };
  for (const int status : {200, 204, 308, 404, 599})
    answer(status);
  watch->refused(turned_away::connection);
  watch->refused(turned_away::deadline);
  watch->handler_failed("r", "std::bad_alloc");
  for (int each = 0; each < 2; ++each)
    watch->unavailable("r", "its lease is over");
  watch->connections(7);
  const auto text = exposition({registry});
  for (const auto* line :
       {"muniment_http_requests_total{status=\"2xx\"} 2\n",
        "muniment_http_requests_total{status=\"3xx\"} 1\n",
        "muniment_http_requests_total{status=\"4xx\"} 1\n",
        "muniment_http_requests_total{status=\"5xx\"} 1\n",
        "muniment_http_refused_total{reason=\"connection\"} 1\n",
        "muniment_http_refused_total{reason=\"framing\"} 0\n",
        "muniment_http_refused_total{reason=\"deadline\"} 1\n",
        "muniment_http_request_seconds_count 5\n",
        "muniment_http_request_seconds_bucket{le=\"0.0025\"} 0\n",
        "muniment_http_request_seconds_bucket{le=\"0.005\"} 5\n", "muniment_http_connections 7\n",
        "muniment_http_handler_failures_total 1\n", "muniment_http_unavailable_total 2\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

}
}

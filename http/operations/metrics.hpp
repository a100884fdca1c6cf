// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/observer.hpp"

#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Collectable;
class Registry;
}

namespace muniment::http {

/// Counts what a listener does, into `registry`: muniment_http_requests_total by class of status,
/// muniment_http_request_seconds, muniment_http_connections, muniment_http_refused_total by reason,
/// muniment_http_handler_failures_total, muniment_http_unavailable_total. No label holds what a
/// client sent. Throws when the registry has them already.
std::shared_ptr<observer> make_metrics(const std::shared_ptr<prometheus::Registry>& registry);

/// What figures are collected from; a registry is one of them.
using figure_sources = std::vector<std::shared_ptr<prometheus::Collectable>>;

/// All figures of now in Prometheus's text format, version 0.0.4.
std::string exposition(const figure_sources& sources);

}

// SPDX-License-Identifier: Apache-2.0
#include "http/operations/node_metrics.hpp"

#include "http/node/node.hpp"
#include "http/operations/families.hpp"
#include "http/server/tls_context.hpp"

#include <array>

namespace muniment::http {
namespace {

double number(std::uint64_t count) { return static_cast<double>(count); }

// In the order of `part_verdict`.
constexpr std::array outcomes{"committed", "refused", "failed", "malformed", "unknown", "not_sent"};
static_assert(outcomes.size() == std::tuple_size_v<decltype(hub_counts::parts)>);

void add_threads(families& into, node& at) {
  families::labelled threads, waiting, limits, refused;
  for (const auto* each :
       {&at.reading(), &at.signing(), &at.key_makers(), &at.passwords(), &at.upkeep()}) {
    threads.emplace_back(each->name(), number(each->threads()));
    waiting.emplace_back(each->name(), number(each->waiting()));
    limits.emplace_back(each->name(), number(each->most_waiting()));
    refused.emplace_back(each->name(), number(each->turned_away()));
  }
  into.gauge("muniment_pool_threads", "Threads of a pool.", "pool", threads);
  into.gauge("muniment_pool_waiting", "Errands that wait for a thread of a pool.", "pool", waiting);
  into.gauge("muniment_pool_waiting_limit", "Errands that may wait; one more is refused.", "pool",
             limits);
  into.counter("muniment_pool_refused_total", "Errands refused because the pool was full.", "pool",
               refused);
}

void add_connections(families& into, const storage::pool_usage& used) {
  into.gauge("muniment_database_connections", "Connections to the database, but for appends.",
             "state", {{"busy", number(used.busy)}, {"idle", number(used.idle)}});
  into.gauge("muniment_database_connections_limit", "Connections there may be.", number(used.most));
  into.counter("muniment_database_connections_exhausted_total",
               "Waits for a connection that ended without one.", number(used.exhausted));
}

void add_workspaces(families& into, const directory_figures& now) {
  into.gauge("muniment_workspaces_known", "Workspaces kept in memory, asleep or awake.",
             number(now.known));
  into.gauge("muniment_workspaces_awake", "Workspaces whose journal this process writes.",
             number(now.awake));
  families::labelled lags, parked;
  for (const auto& each : now.projections) {
    lags.emplace_back(each.name, number(each.furthest_behind));
    parked.emplace_back(each.name, number(each.parked));
  }
  into.gauge("muniment_projection_lag_events",
             "Committed events not folded yet, in the workspace furthest behind.", "projection",
             lags);
  into.gauge("muniment_projection_parked_workspaces",
             "Workspaces in which a read model stopped at an event it cannot fold.", "projection",
             parked);
}

void add_commits(families& into, const node_counts& counts) {
  const auto& hub = counts.hub;
  into.counter("muniment_hub_commits_total", "Transactions that the commit hub committed.",
               number(hub.commits));
  families::labelled parts;
  for (std::size_t each = 0; each < outcomes.size(); ++each)
    parts.emplace_back(outcomes[each], number(hub.parts[each]));
  into.counter("muniment_hub_parts_total",
               "What became of the parts that the commit hub was given.", "outcome", parts);
  into.counter("muniment_journal_events_total", "Events the hub committed.", number(hub.events));
  into.counter(
      "muniment_unknown_outcomes_settled_total", "Unknown outcomes of commits that were found out.",
      "found",
      {{"written", number(counts.found_written)}, {"absent", number(counts.found_absent)}});
}

void add_memory(families& into, const node_services& shared) {
  into.gauge("muniment_overlay_rows", "Rows of read models that are not persisted yet.",
             number(shared.rows->rows()));
  into.gauge("muniment_overlay_bytes", "What those rows take.", number(shared.rows->octets()));
  into.gauge("muniment_row_cache_bytes", "What the cache of rows takes.",
             number(shared.cache->octets()));
}

class node_metrics final : public prometheus::Collectable {
public:
  explicit node_metrics(node& at) : at_{at} {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    families made;
    add_threads(made, at_);
    add_connections(made, at_.connections().usage());
    add_workspaces(made, at_.workspaces().figures());
    add_commits(made, at_.counts());
    add_memory(made, at_.services());
    return made.take();
  }

private:
  node& at_;
};

class tls_metrics final : public prometheus::Collectable {
public:
  explicit tls_metrics(std::shared_ptr<const tls_context> tls) : tls_{std::move(tls)} {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    const auto read = tls_->read();
    const std::chrono::duration<double> expiry = tls_->expiry().time_since_epoch();
    families made;
    made.counter("muniment_tls_certificate_reads_total",
                 "Certificate files read, and whether they were taken into use.", "result",
                 {{"taken", number(read.taken)}, {"refused", number(read.refused)}});
    made.gauge("muniment_tls_certificate_expiry_timestamp_seconds",
               "When the certificate in use ends.", expiry.count());
    return made.take();
  }

private:
  std::shared_ptr<const tls_context> tls_;
};

}

std::shared_ptr<prometheus::Collectable> make_node_metrics(node& at) {
  return std::make_shared<node_metrics>(at);
}

std::shared_ptr<prometheus::Collectable> make_tls_metrics(std::shared_ptr<const tls_context> tls) {
  return std::make_shared<tls_metrics>(std::move(tls));
}

}

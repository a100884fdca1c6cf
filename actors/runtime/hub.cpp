// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/hub.hpp"

#include "storage/failure.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

namespace muniment {

namespace {

class reconnecting_committer final : public committer {
public:
  reconnecting_committer(std::string dsn, storage::hub_options options)
      : dsn_{std::move(dsn)}, options_{options} {}

  storage::commit_result commit(std::span<const storage::journal_part> parts) override {
    if (!connect()) return all(parts.size(), storage::part_verdict::not_sent);
    try {
      return connection_->commit(parts);
    } catch (const std::exception& error) {
      // It commits for all workspaces and outlives whatever one part can do to it.
      spdlog::error("a commit was given up: {}", error.what());
      broken_ = true;
      return all(parts.size(), storage::part_verdict::unknown);
    }
  }

  std::optional<storage::backend_id> backend() const override {
    if (!connection_) return std::nullopt;
    return connection_->backend();
  }

private:
  bool connect() {
    if (!broken_ && connection_ && connection_->usable() && !connection_->full()) return true;
    connection_.reset();
    broken_ = false;
    try {
      connection_.emplace(dsn_, options_);
      note(std::nullopt);
    } catch (const storage::failure& error) {
      note(error.what());
    }
    return connection_.has_value();
  }

  /// Once for a spell of failures, and once when it is over.
  void note(const std::optional<std::string>& fault) {
    if (fault.has_value() == failing_) return;
    failing_ = fault.has_value();
    if (fault)
      spdlog::warn("nothing can be committed: {}", *fault);
    else
      spdlog::info("the database can be reached again");
  }

  static storage::commit_result all(std::size_t parts, storage::part_verdict verdict) {
    return {std::vector(parts, storage::part_result{verdict}), true};
  }

  std::string dsn_;
  storage::hub_options options_;
  std::optional<storage::hub_connection> connection_;
  bool broken_ = false;  ///< not to be used again, whatever it says of itself
  bool failing_ = false; ///< the last attempt to connect failed
};

}

std::shared_ptr<committer> make_committer(std::string dsn, storage::hub_options options) {
  return std::make_shared<reconnecting_committer>(std::move(dsn), options);
}

bool hub_state::commit_waiting() {
  const auto count = std::min(waiting.size(), limits.parts);
  std::vector<storage::journal_part> parts;
  parts.reserve(count);
  for (std::size_t at = 0; at < count; ++at)
    parts.push_back(std::move(*waiting[at]));
  auto result = database->commit(parts);
  tally(parts, result);
  const auto backend = result.lost ? database->backend() : std::nullopt;
  for (std::size_t at = 0; at < count; ++at) {
    *waiting[at] = std::move(parts[at]);
    promises[at].deliver(part_reply{std::move(waiting[at]), std::move(result.parts[at]), backend});
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
  promises.erase(promises.begin(), promises.begin() + static_cast<std::ptrdiff_t>(count));
  return !waiting.empty();
}

void hub_state::tally(std::span<const storage::journal_part> parts,
                      const storage::commit_result& result) {
  if (!counts) return;
  counts->commits += result.transactions;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const auto verdict = result.parts[at].verdict;
    ++counts->parts.at(static_cast<std::size_t>(verdict));
    if (verdict == storage::part_verdict::committed)
      counts->events += parts[at].facts.size() + parts[at].traffic.size();
  }
}

hub_actor::behavior_type hub(hub_actor::stateful_pointer<hub_state> self,
                             std::shared_ptr<committer> database,
                             std::shared_ptr<hub_counts> counts, hub_limits limits) {
  self->state.database = std::move(database);
  self->state.counts = std::move(counts);
  self->state.limits = limits;
  return {[self](part_ptr part) {
            if (self->state.waiting.empty()) self->send(self, commit_atom::value);
            self->state.waiting.push_back(std::move(part));
            return self->state.promises.emplace_back(self->make_response_promise<part_reply>());
          },
          [self](commit_atom) {
            if (self->state.commit_waiting()) self->send(self, commit_atom::value);
          }};
}

}

// SPDX-License-Identifier: Apache-2.0
#include "storage/hub_connection.hpp"

#include "storage/append_statement.hpp"
#include "storage/binary_arrays.hpp"
#include "storage/failure.hpp"
#include "storage/pipeline.hpp"

#include <algorithm>
#include <unordered_set>

namespace muniment::storage {

namespace {

using std::chrono::steady_clock;
using indices = std::vector<std::size_t>;

// Stricter isolation would answer an append that waited behind a takeover with an error instead of
// 0. Warnings must reach us: one of them says that a commit was not replicated.
constexpr std::string_view open_session =
    "SELECT set_config('lock_timeout', $1, false),"
    " set_config('client_min_messages', 'warning', false),"
    " set_config('default_transaction_isolation', 'read committed', false), pid, "
    "backend_start::text";

// What is acknowledged survives a crash, whatever the server is set to; where it waits for a
// standby too, that stays. Set for the session in any case, or a reload would take it away again.
constexpr std::string_view wait_for_disk =
    ", set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', "
    "'on'),"
    " false)";

constexpr std::string_view of_this_backend = " FROM pg_stat_activity WHERE pid = pg_backend_pid()";

constexpr std::string_view take_over_statement =
    "SELECT raised, head_epoch, head_position, head_frontier FROM muniment_template.take_over($1)";

// The start time tells the backend from a later one that was given the same process id.
constexpr auto terminate_statement =
    "SELECT coalesce(bool_or(pg_terminate_backend(pid, 5000)), false) FROM pg_stat_activity"
    " WHERE pid = $1 AND backend_start::text = $2";

// Whoever waits for more from its client in the midst of a transaction is ended by no time limit of
// the server's: those begin when it has told that it is ready for a query.
constexpr auto end_stalled_statement =
    "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
    " WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
    " AND wait_event = 'ClientRead' AND backend_xid IS NOT NULL"
    " AND xact_start < clock_timestamp() - $1 * interval '1 millisecond'";

constexpr auto lock_not_available = "55P03";

bytes text_parameter(std::string_view text) { return {text.begin(), text.end()}; }

template <class Integer>
bytes integer_parameter(Integer value) {
  bytes out;
  put(out, value);
  return out;
}

bool failed(const PGresult* result) { return PQresultStatus(result) == PGRES_FATAL_ERROR; }

/// How a whole transaction ended. Only `done` and `undone` leave the connection in use.
enum class ending { done, undone, unknown, not_sent };

}

class hub_connection::session {
public:
  session(const std::string& dsn, hub_options options)
      : options_{options}, pipeline_{dsn, steady_clock::now() + options.connect_deadline} {
    const bytes timeout = text_parameter(std::to_string(options.lock_timeout.count()));
    std::string opening{open_session};
    if (!options.as_server_is_set) opening += wait_for_disk;
    const auto answer = ask(opening.append(of_this_backend), {&timeout, 1});
    if (answer.lost || failed(answer.results.front().get()) ||
        PQntuples(answer.results.front().get()) != 1)
      throw failure{failure_kind::unavailable, "the hub's session cannot be opened"};
    const auto* row = answer.results.front().get();
    backend_ = {int4_from(field(row, 3)), std::string{as_text(field(row, 4))}};
  }

  commit_result commit(std::span<const journal_part> parts);
  takeover_result take_over(const schema_name& schema, std::uint64_t expected_epoch);
  bool terminate(const backend_id& backend);
  std::uint64_t end_stalled();

  [[nodiscard]] std::size_t schemas_seen() const { return seen_.size(); }
  [[nodiscard]] bool full() const { return seen_.size() >= options_.schemas_per_connection; }
  [[nodiscard]] const backend_id& backend() const { return backend_; }
  [[nodiscard]] bool usable() const { return pipeline_.usable(); }

private:
  exchange_results ask(const std::string& sql, std::span<const bytes> parameters) {
    pipeline_.queue(sql, parameters);
    return pipeline_.exchange(steady_clock::now() + options_.commit_deadline);
  }
  exchange_results ask_to_end(const std::string& sql, std::span<const bytes> parameters);

  ending transact(std::span<const journal_part> parts, const indices& order, commit_result& into);
  std::vector<schema_name> queue_new_statements(std::span<const journal_part> parts,
                                                const indices& order);
  ending judge(const exchange_results& answers, const std::vector<schema_name>& prepared,
               const indices& order, commit_result& into);

  hub_options options_;
  pipeline pipeline_;
  backend_id backend_;
  std::unordered_set<schema_name> prepared_;
  std::unordered_set<schema_name> seen_;
};

namespace {

/// Ascending by schema, which is by workspace: two transactions then never wait for each other in
/// a circle. This is the one place that decides it.
indices lock_order(std::span<const journal_part> parts, commit_result& result) {
  indices order;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (auto sentence = malformation(parts[at]); sentence.empty())
      order.push_back(at);
    else
      result.parts[at] = {part_verdict::malformed, {}, std::move(sentence)};
  }
  std::ranges::stable_sort(
      order, {}, [&](auto at) -> auto& { return parts[at].schema; });
  const auto doubled = [&](auto a, auto b) { return parts[a].schema == parts[b].schema; };
  const auto rest = std::ranges::unique(order, doubled);
  order.erase(rest.begin(), rest.end());
  return order;
}

void settle(commit_result& result, const indices& order, const part_result& alike) {
  for (const auto at : order)
    result.parts[at] = alike;
}

part_result lost_as(part_verdict verdict) { return {verdict, {}, "the connection was lost"}; }

}

commit_result hub_connection::session::commit(std::span<const journal_part> parts) {
  commit_result result;
  // Of two parts for one schema the second is not at fault: a journal and the one that was stopped
  // before it may meet here.
  result.parts.assign(parts.size(),
                      {part_verdict::not_sent, {}, "another part of its schema was first"});
  const auto order = lock_order(parts, result);
  if (order.empty()) return result;
  auto end = transact(parts, order, result);
  if (end == ending::undone && order.size() > 1) {
    // One of them is bad, and it is not known to be the only one: each on its own.
    for (const auto at : order)
      end = transact(parts, {at}, result);
  }
  result.lost = !pipeline_.usable();
  return result;
}

ending hub_connection::session::transact(std::span<const journal_part> parts, const indices& order,
                                         commit_result& into) {
  settle(into, order, lost_as(part_verdict::not_sent));
  if (!pipeline_.usable()) return ending::not_sent;
  const auto prepared = queue_new_statements(parts, order);
  for (const auto at : order)
    pipeline_.queue_prepared(parts[at].schema.text(), append_parameters(parts[at]));
  // Until here the server would undo everything by itself, did the connection break.
  if (!pipeline_.usable()) return ending::not_sent;
  const auto answers = pipeline_.exchange(steady_clock::now() + options_.commit_deadline);
  const auto end = judge(answers, prepared, order, into);
  if (end == ending::done) ++into.transactions;
  return end;
}

std::vector<schema_name>
hub_connection::session::queue_new_statements(std::span<const journal_part> parts,
                                              const indices& order) {
  std::vector<schema_name> fresh;
  for (const auto at : order) {
    const auto& schema = parts[at].schema;
    seen_.insert(schema);
    if (prepared_.contains(schema)) continue;
    pipeline_.queue_prepare(schema.text(), append_statement(schema));
    fresh.push_back(schema);
  }
  return fresh;
}

ending hub_connection::session::judge(const exchange_results& answers,
                                      const std::vector<schema_name>& prepared,
                                      const indices& order, commit_result& into) {
  if (answers.lost) {
    settle(into, order, lost_as(part_verdict::unknown));
    return ending::unknown;
  }
  // prepares, parts; what broke at the end comes after them
  const auto first_part = prepared.size();
  for (std::size_t at = 0; at < prepared.size(); ++at)
    if (PQresultStatus(answers.results[at].get()) == PGRES_COMMAND_OK)
      prepared_.insert(prepared[at]);
  const auto bad =
      std::ranges::find_if(answers.results, [](const auto& r) { return failed(r.get()); });
  if (bad != answers.results.end()) {
    settle(into, order, {part_verdict::failed, sqlstate_of(bad->get())});
    return ending::undone;
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    const auto written = int4_from(field(answers.results[first_part + at].get(), 0)) == 1;
    into.parts[order[at]] = {written ? part_verdict::committed : part_verdict::refused};
  }
  if (!answers.standby_warning.empty()) {
    settle(into, order, {part_verdict::unknown, answers.standby_warning});
    return ending::unknown;
  }
  return ending::done;
}

takeover_result hub_connection::session::take_over(const schema_name& schema,
                                                   std::uint64_t expected_epoch) {
  using verdict = takeover_verdict;
  seen_.insert(schema);
  const auto epoch = integer_parameter(static_cast<std::int64_t>(expected_epoch));
  const auto answers = ask(for_schema(take_over_statement, schema), {&epoch, 1});
  if (answers.lost) return {verdict::unknown};
  // The last one: what could not be committed was answered before that.
  if (const auto* last = answers.results.back().get(); failed(last)) {
    const auto state = sqlstate_of(last);
    return {state == lock_not_available ? verdict::busy : verdict::failed, {}, state};
  }
  const auto* row = answers.results.front().get();
  const auto frontier = field(row, 3);
  const taken_head head{field(row, 0)[0] != 0,
                        static_cast<std::uint64_t>(int8_from(field(row, 1))),
                        static_cast<std::uint64_t>(int8_from(field(row, 2))),
                        {frontier.begin(), frontier.end()}};
  const auto& warning = answers.standby_warning;
  return {warning.empty() ? verdict::taken : verdict::unknown, head, warning};
}

/// The one row that says what became of backends.
exchange_results hub_connection::session::ask_to_end(const std::string& sql,
                                                     std::span<const bytes> parameters) {
  auto answers = ask(sql, parameters);
  if (answers.lost) throw failure{failure_kind::lost, "the connection was lost"};
  if (const auto* row = answers.results.front().get(); failed(row))
    throw failure{failure_kind::refused, "a backend could not be ended", sqlstate_of(row)};
  return answers;
}

bool hub_connection::session::terminate(const backend_id& backend) {
  const std::vector<bytes> parameters{integer_parameter(backend.pid),
                                      text_parameter(backend.started_at)};
  const auto answers = ask_to_end(terminate_statement, parameters);
  return field(answers.results.front().get(), 0)[0] != 0;
}

std::uint64_t hub_connection::session::end_stalled() {
  const auto most = integer_parameter(static_cast<std::int64_t>(options_.commit_deadline.count()));
  const auto answers = ask_to_end(end_stalled_statement, {&most, 1});
  return static_cast<std::uint64_t>(int8_from(field(answers.results.front().get(), 0)));
}

hub_connection::hub_connection(const std::string& dsn, hub_options options)
    : session_{std::make_unique<session>(dsn, options)} {}
hub_connection::~hub_connection() = default;
hub_connection::hub_connection(hub_connection&&) noexcept = default;
hub_connection& hub_connection::operator=(hub_connection&&) noexcept = default;

commit_result hub_connection::commit(std::span<const journal_part> parts) {
  return session_->commit(parts);
}
takeover_result hub_connection::take_over(const schema_name& schema, std::uint64_t expected_epoch) {
  return session_->take_over(schema, expected_epoch);
}
bool hub_connection::terminate(const backend_id& backend) { return session_->terminate(backend); }
std::uint64_t hub_connection::end_stalled() { return session_->end_stalled(); }
std::size_t hub_connection::schemas_seen() const { return session_->schemas_seen(); }
bool hub_connection::full() const { return session_->full(); }
const backend_id& hub_connection::backend() const { return session_->backend(); }
bool hub_connection::usable() const { return session_->usable(); }

}

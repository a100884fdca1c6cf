// SPDX-License-Identifier: Apache-2.0
#include "storage/pool.hpp"

#include "storage/begun.hpp"
#include "storage/failure.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace muniment::storage {

namespace {

constexpr std::string_view take_on_role =
    "SET LOCAL ROLE muniment_template;"
    " SET LOCAL search_path = pg_catalog, muniment_template, pg_temp";

constexpr auto pool_of = "SELECT pool FROM muniment.workspaces WHERE schema = $1";

/// Beyond so many remembered workspaces the memory starts anew: a look-up is cheap.
constexpr std::size_t remembered_limit = 100'000;

/// One connection, owned by one thread while busy.
struct slot {
  int number = -1;
  bool busy = false;
  std::unique_ptr<pqxx::connection> connection;
  std::unordered_set<std::string> schemas;
};

/// Set in each transaction, so that a session begun anew cannot lack them.
std::string limits_of(const pool_options& options) {
  return "SET LOCAL statement_timeout = " + std::to_string(options.statement_timeout.count()) +
         "; SET LOCAL lock_timeout = " + std::to_string(options.lock_timeout.count()) +
         "; SET LOCAL idle_in_transaction_session_timeout = " +
         std::to_string(options.idle_timeout.count()) + "; ";
}

failure refusal(const pqxx::failure& error) {
  // The server's sentence may repeat data; the SQLSTATE is enough.
  const auto state = sqlstate_of(error);
  if (state == "57014") return {failure_kind::timed_out, "a statement was over its time", state};
  return {failure_kind::refused, "the database refused a statement (" + state + ")", state};
}

}

class pool::state {
public:
  state(std::string dsn, std::vector<login> logins, pool_options options)
      : dsn_{std::move(dsn)}, logins_{std::move(logins)}, options_{options},
        slots_(options.connections) {}

  void run(int number, const std::string& opening, const std::string& schema, const work& use);
  int number_of(const schema_name& schema);
  std::string dsn_of(int number) const { return dsn_for(dsn_, logins_.at(number)); }

  [[nodiscard]] pool_usage usage() const;

private:
  slot& acquire(int number);
  slot* free_slot(int number);
  void release(slot& used);
  void open(slot& at);

  const std::string dsn_;
  const std::vector<login> logins_;
  const pool_options options_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<slot> slots_;
  std::unordered_map<std::string, int> numbers_;
  std::uint64_t exhausted_ = 0;
};

/// A busy slot's connection belongs to its thread, which may be opening it at this moment.
pool_usage pool::state::usage() const {
  const std::lock_guard lock{mutex_};
  pool_usage now{0, 0, slots_.size(), exhausted_};
  for (const auto& each : slots_)
    if (each.busy)
      ++now.busy;
    else if (each.connection)
      ++now.idle;
  return now;
}

/// An own idle connection, else an empty slot, else the place of another login's idle connection.
slot* pool::state::free_slot(int number) {
  slot* best = nullptr;
  for (auto& candidate : slots_) {
    if (candidate.busy) continue;
    if (candidate.connection && candidate.number == number) return &candidate;
    if (best == nullptr || (best->connection && !candidate.connection)) best = &candidate;
  }
  return best;
}

slot& pool::state::acquire(int number) {
  std::unique_ptr<pqxx::connection> another; // closed when the lock is given back
  std::unique_lock lock{mutex_};
  slot* found = nullptr;
  const auto have = [&] { return (found = free_slot(number)) != nullptr; };
  if (!freed_.wait_for(lock, options_.acquire_deadline, have)) {
    ++exhausted_;
    throw failure{failure_kind::exhausted, "no database connection came free within " +
                                               std::to_string(options_.acquire_deadline.count()) +
                                               " ms"};
  }
  found->busy = true;
  if (found->number != number) another = std::move(found->connection);
  found->number = number;
  return *found;
}

void pool::state::release(slot& used) {
  if (used.schemas.size() >= options_.schemas_per_connection) used.connection.reset();
  if (!used.connection) used.schemas.clear();
  {
    const std::lock_guard lock{mutex_};
    used.busy = false;
  }
  freed_.notify_all();
}

void pool::state::open(slot& at) {
  at.connection.reset();
  at.schemas.clear();
  try {
    at.connection = std::make_unique<pqxx::connection>(
        noticing_silence(dsn_of(at.number), {options_.connect_timeout, options_.silence}));
  } catch (const pqxx::failure& error) {
    at.connection.reset();
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

void pool::state::run(int number, const std::string& opening, const std::string& schema,
                      const work& use) {
  struct lease {
    state& owner;
    slot& held;
    ~lease() { owner.release(held); }
  } const taken{*this, acquire(number)};
  auto& on = taken.held;
  try {
    const auto transaction = begun(on.connection, limits_of(options_) + opening, [&] { open(on); });
    if (!schema.empty()) on.schemas.insert(schema);
    use(*transaction);
    transaction->commit();
  } catch (const pqxx::broken_connection&) {
    on.connection.reset();
    throw failure{failure_kind::lost, "the connection was lost inside a transaction"};
  } catch (const pqxx::in_doubt_error&) {
    on.connection.reset();
    throw failure{failure_kind::lost, "the connection was lost at a commit"};
  } catch (const pqxx::failure& error) {
    throw refusal(error);
  }
}

int pool::state::number_of(const schema_name& schema) {
  {
    const std::lock_guard lock{mutex_};
    if (const auto known = numbers_.find(schema.text()); known != numbers_.end())
      return known->second;
  }
  int number = -1;
  run(0, "SET LOCAL search_path = pg_catalog, pg_temp", {}, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(pool_of, schema.text());
    if (!rows.empty()) number = rows[0][0].as<int>();
  });
  if (number < 0) throw failure{failure_kind::missing, "no such workspace in this database"};
  if (static_cast<std::size_t>(number) >= logins_.size())
    throw failure{failure_kind::missing, "the workspace's pool login is not configured here"};
  const std::lock_guard lock{mutex_};
  if (numbers_.size() >= remembered_limit) numbers_.clear();
  return numbers_[schema.text()] = number;
}

pool::pool(std::string dsn, std::vector<login> logins, pool_options options)
    : state_{std::make_unique<state>(std::move(dsn), std::move(logins), options)} {}
pool::~pool() = default;

void pool::with_workspace(const schema_name& schema, const work& use) {
  const auto number = number_of(schema);
  state_->run(number, for_schema(take_on_role, schema), schema.text(), use);
}

void pool::with_deployment(const work& use) {
  state_->run(0, "SET LOCAL search_path = pg_catalog, pg_temp", {}, use);
}

int pool::number_of(const schema_name& schema) { return state_->number_of(schema); }
std::string pool::dsn_of(const schema_name& schema) { return state_->dsn_of(number_of(schema)); }
pool_usage pool::usage() const { return state_->usage(); }

}

// SPDX-License-Identifier: Apache-2.0
#include "storage/leases.hpp"

#include "storage/begun.hpp"
#include "storage/dsn.hpp"
#include "storage/failure.hpp"
#include "storage/sqlstate.hpp"
#include "storage/text_arrays.hpp"

#include <pqxx/except>
#include <pqxx/result>

#include <functional>

namespace muniment::storage {

namespace {

constexpr auto extend_statement =
    "UPDATE muniment.nodes SET expires_at = clock_timestamp() + $2::bigint * interval '1 ms'"
    " WHERE id = $1";

constexpr auto begin_statement =
    "INSERT INTO muniment.nodes (id, host, expires_at)"
    " VALUES ($1, $2, clock_timestamp() + $3::bigint * interval '1 ms')";

/// Skips a node that is being extended, or ended by another.
constexpr auto bury_statement =
    "DELETE FROM muniment.nodes WHERE id IN (SELECT id FROM muniment.nodes"
    " WHERE expires_at < clock_timestamp() - $1::bigint * interval '1 ms'"
    " ORDER BY id FOR UPDATE SKIP LOCKED)";

/// In one order for all nodes, so that two of them never wait for each other.
constexpr auto take_statement =
    "INSERT INTO muniment.leases (workspace, node) SELECT w.id, $2 FROM muniment.workspaces w"
    " WHERE w.id = ANY ($1::uuid[]) ORDER BY w.id ON CONFLICT DO NOTHING";

constexpr auto holders_statement =
    "SELECT l.workspace, l.node, n.host,"
    " to_char(l.since AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    " FROM muniment.leases l JOIN muniment.nodes n ON n.id = l.node"
    " WHERE l.workspace = ANY ($1::uuid[])";

constexpr auto give_back_statement =
    "DELETE FROM muniment.leases WHERE node = $2 AND workspace = ANY ($1::uuid[])";

constexpr auto end_statement = "DELETE FROM muniment.nodes WHERE id = $1";

constexpr auto serving_statement =
    "SELECT n.id, n.host,"
    " to_char(n.began_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), count(l.workspace)"
    " FROM muniment.nodes n LEFT JOIN muniment.leases l ON l.node = n.id"
    " WHERE n.expires_at > clock_timestamp() GROUP BY n.id ORDER BY n.began_at, n.id";

constexpr auto limits = "SET LOCAL search_path = pg_catalog, pg_temp;"
                        " SET LOCAL statement_timeout = 2000; SET LOCAL lock_timeout = 1500;"
                        " SET LOCAL idle_in_transaction_session_timeout = 2000";

std::string ids_text(std::span<const uuid> ids) {
  return text_array(ids, [](const uuid& id) { return id; });
}

uuid id_in(const pqxx::field& field) { return uuid::parse(field.as<std::string>()).value(); }

using session_ptr = std::unique_ptr<pqxx::connection>;

session_ptr lease_session(const std::string& dsn) {
  try {
    return std::make_unique<pqxx::connection>(dsn);
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

/// A session that is lost later is replaced by the next call.
void transact(session_ptr& session, const std::string& dsn,
              const std::function<void(pqxx::work&)>& use) {
  try {
    const auto transaction = begun(session, limits, [&] { session = lease_session(dsn); });
    use(*transaction);
    transaction->commit();
  } catch (const pqxx::sql_error& error) {
    throw failure_from(error, "the database refused to keep a lease");
  } catch (const pqxx::failure&) {
    session.reset();
    throw failure{failure_kind::lost, "the connection was lost while keeping a lease"};
  }
}

}

leases::leases(const std::string& hub_dsn, const uuid& node, std::string host, lease_terms terms)
    : dsn_{noticing_silence(hub_dsn)}, node_{to_string(node)}, host_{std::move(host)}, terms_{
                                                                                           terms} {}

void leases::run(const std::function<void(pqxx::work&)>& use) { transact(session_, dsn_, use); }

kept_leases leases::keep(std::span<const uuid> workspaces) {
  kept_leases kept;
  const auto ids = ids_text(workspaces);
  run([&](pqxx::work& transaction) {
    const auto extended = transaction.exec_params(extend_statement, node_, terms_.term.count());
    if (extended.affected_rows() == 0) {
      stands_ = false;
      transaction.exec_params(begin_statement, node_, host_, terms_.term.count());
    }
    kept.anew = !stands_;
    transaction.exec_params(bury_statement, terms_.skew.count());
    if (workspaces.empty()) return;
    transaction.exec_params(take_statement, ids, node_);
    for (const auto& row : transaction.exec_params(holders_statement, ids))
      kept.asked.push_back(
          {id_in(row[0]), id_in(row[1]), row[2].as<std::string>(), row[3].as<std::string>()});
  });
  stands_ = true;
  return kept;
}

void leases::give_back(std::span<const uuid> workspaces) {
  run([&](pqxx::work& transaction) {
    transaction.exec_params(give_back_statement, ids_text(workspaces), node_);
  });
}

void leases::end() {
  run([&](pqxx::work& transaction) { transaction.exec_params(end_statement, node_); });
}

std::vector<serving_node> read_serving_nodes(const std::string& hub_dsn) {
  std::vector<serving_node> nodes;
  session_ptr session;
  transact(session, noticing_silence(hub_dsn), [&](pqxx::work& transaction) {
    for (const auto& row : transaction.exec(serving_statement))
      nodes.push_back({id_in(row[0]), row[1].as<std::string>(), row[2].as<std::string>(),
                       row[3].as<std::uint64_t>()});
  });
  return nodes;
}

void end_all_terms(const std::string& owner_dsn) {
  session_ptr session;
  transact(session, noticing_silence(owner_dsn),
           [](pqxx::work& transaction) { transaction.exec("DELETE FROM muniment.nodes"); });
}

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/database_look.hpp"

#include "ops/doctor/database_facts.hpp"
#include "ops/doctor/issuers.hpp"
#include "ops/doctor/session.hpp"
#include "ops/hosts.hpp"
#include "ops/serve/logins_file.hpp"
#include "storage/dsn.hpp"
#include "storage/failure.hpp"

#include <libpq-fe.h>
#include <pqxx/except>
#include <pqxx/nontransaction>

#include <algorithm>
#include <span>

namespace muniment::doctor {
namespace {

/// Logging in takes some milliseconds; this many serve more workspaces than one process.
constexpr std::size_t most_logins = 64;

constexpr auto start_it = "start PostgreSQL, or correct dsn; its log tells more";

transport_state way_of(const places& at) {
  if (at.private_database) return {};
  return {storage::travels_safely(at.values.dsn), at.values.insecure_dsn, {}};
}

void look_at_server(pqxx::connection& session, transport_state way, listener& into) {
  if (const auto tls = tls_of(session); !tls.empty()) way.tls = tls;
  into.tell(judge_transport(way));
  into.tell(judge_version({session.server_version(), PQlibVersion()}));
  const auto is = settings_of(session);
  into.tell(judge_service(is, is_standby(session)));
  into.tell(judge_durability(is));
  into.tell(judge_capacity(is, foreign_connections(session)));
}

/// How far what is in the database may be looked at.
struct readable_part {
  bool any = false;
  bool whole = false; ///< nothing lacks that this program knows
};

readable_part look_at_preparation(const places& at, pqxx::connection& session, listener& into) {
  const bool readable = reads_deployment(session);
  const auto found = preparation_of(session, readable);
  const auto by = preparer_of(session);
  if (found.prepared && !readable)
    into.tell(warning("preparation", "it is prepared, but " + by.login + " may not look into it",
                      "name the logins file that muniment database prepare wrote: --logins-file"));
  else
    into.tell(judge_preparation(found, by, at.private_database));
  return {readable, readable && found.missing_steps.empty()};
}

std::vector<login_trial> try_all(const std::string& dsn, const storage::logins& logins) {
  std::vector<storage::login> all{logins.control, logins.hub};
  all.insert(all.end(), logins.pools.begin(), logins.pools.end());
  all.resize(std::min(all.size(), most_logins));
  std::vector<login_trial> tried;
  for (const auto& each : all) {
    tried.push_back({each.name, {}});
    try {
      open_session(storage::dsn_for(dsn, each));
    } catch (const storage::failure& error) {
      tried.back().failure = error.what();
    }
  }
  return tried;
}

void look_at_logins(const places& at, std::span<const login_role> roles, listener& into) {
  into.begin("logins", start_it);
  const auto logins = ops::read_logins(at.logins); // A file that cannot be read says so itself.
  std::vector<std::string> unnamed;
  for (const auto& each : roles)
    if (is_pool(each) && std::ranges::count(logins.pools, each.name, &storage::login::name) == 0)
      unnamed.push_back(each.name);
  into.tell(judge_logins(try_all(at.values.dsn, logins), unnamed));
}

void look_at_issuers(const places& at, pqxx::connection& session, listener& into) {
  const auto hosts = ops::host_router_of(at.values);
  if (!hosts) return;
  pqxx::nontransaction reading{session};
  const auto seen = storage::survey_issuers(reading, ops::issuers_of(at.values, *hosts));
  into.tell(judge_issuers(seen, at.private_database));
}

void look_inside(const places& at, pqxx::connection& session, listener& into) {
  into.tell(judge_installation(installation_of(session), at.values.base_domain,
                               storage::supported_format_level));
  const auto roles = login_roles(session);
  into.tell(judge_rights(rights_of(roles)));
  into.tell(
      judge_pools(static_cast<int>(std::ranges::count_if(roles, is_pool)), workspaces_in(session)));
  if (!at.private_database) look_at_logins(at, roles, into);
}

void ask(const places& at, listener& into) {
  into.begin("transport", start_it);
  const auto way = way_of(at);
  // No password leaves this machine on a way that is not safe.
  if (!way.safe && !way.insecure_allowed) return into.tell(judge_transport(way));
  into.begin("reachable", start_it);
  const auto session = open_deployment(at);
  into.tell(ok("reachable", std::string{"as "} + session->username()));
  into.begin("server", "it accepts connections but answers nothing: see its log and its load");
  look_at_server(*session, way, into);
  const auto readable = look_at_preparation(at, *session, into);
  if (readable.whole) look_at_issuers(at, *session, into);
  if (readable.any) look_inside(at, *session, into);
}

}

void look_at_database(const places& at, listener& into) {
  if (!database_runs(at))
    return into.tell(ok("reachable", "it does not run, so it was asked nothing"));
  try {
    ask(at, into);
  } catch (const storage::failure& error) {
    into.tell(failed("reachable", error.what(), start_it));
  } catch (const pqxx::failure& error) {
    into.tell(failed("server", std::string{"it refused a question: "} + error.what(), start_it));
  }
}

}

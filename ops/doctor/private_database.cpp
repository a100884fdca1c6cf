// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/private_database.hpp"

namespace muniment::doctor {
namespace {

constexpr auto restart = "muniment up starts it; if it cannot, it says why";

finding judge_directory(const private_database_state& seen) {
  constexpr auto check = "data directory";
  const auto where = seen.directory.string();
  if (!seen.there)
    return failed(check, "there is no deployment in " + where,
                  "muniment up makes one there; --data-dir names another directory, dsn another "
                  "database");
  if (seen.open_to_others.empty()) return ok(check, where);
  std::string files;
  for (const auto& each : seen.open_to_others)
    files += ' ' + (seen.directory / each).string();
  return failed(check, "others can read" + files, "chmod go-rwx" + files);
}

finding judge_programs(const private_database_state& seen) {
  constexpr auto check = "programs";
  if (!seen.no_binaries.empty())
    return failed(check, seen.no_binaries,
                  "apt-get install postgresql-" + seen.wanted_major + ", as ops/deps does");
  if (seen.there && seen.major != seen.wanted_major)
    return failed(check,
                  "the cluster was made by PostgreSQL " + seen.major + ", this muniment runs " +
                      seen.wanted_major,
                  "run the muniment that made it, or move the data with pg_upgrade");
  return ok(check, "PostgreSQL " + seen.wanted_major + " is installed");
}

finding judge_server(const private_database_state& seen) {
  constexpr auto check = "server";
  if (seen.server) return ok(check, named(*seen.server) + " runs this deployment");
  return ok(check, "nobody runs this deployment now");
}

finding judge_postgres(const private_database_state& seen) {
  constexpr auto check = "PostgreSQL";
  const auto said = seen.last_complaint.empty() ? "" : "; its log says: " + seen.last_complaint;
  if (seen.server && seen.postgres.empty())
    return failed(check, "it does not run, though " + named(*seen.server) + " does" + said,
                  "if the server is starting, look again; else restart it");
  if (seen.server) return ok(check, "it runs");
  if (!seen.postgres.empty())
    return warning(check,
                   "it was left behind by a muniment that was killed (process " +
                       std::to_string(seen.postgres.front()) + ")",
                   "the next muniment up stops it and starts its own");
  if (!seen.ended_cleanly)
    return warning(check, "it did not end cleanly" + said,
                   std::string{"nothing is lost, its journal is replayed: "} + restart);
  return ok(check, "it does not run, and ended cleanly");
}

}

findings judge_private_database(const private_database_state& seen) {
  findings all{judge_directory(seen), judge_programs(seen), judge_server(seen)};
  if (seen.there) all.push_back(judge_postgres(seen));
  return all;
}

}

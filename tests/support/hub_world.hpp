// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/hub_connection.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muniment::test {

using verdict_list = std::vector<storage::part_verdict>;

/// A hub's connection to the database that all tests share.
class hub_world : public testing::Test {
protected:
  verdict_list verdicts(const storage::commit_result& result) const {
    verdict_list all;
    for (const auto& part : result.parts)
      all.push_back(part.verdict);
    return all;
  }
  storage::part_verdict commit(storage::hub_connection& on, const storage::journal_part& part) {
    return on.commit({&part, 1}).parts.front().verdict;
  }
  std::string head(const storage::schema_name& schema) {
    return database.value("SELECT epoch || '/' || position FROM " + schema.text() + ".head");
  }
  std::string count(const storage::schema_name& schema, const std::string& table) {
    return database.value("SELECT count(*) FROM " + schema.text() + "." + table);
  }
  /// From now on what is written there breaks where everything was written already.
  void refuse_at_commit(const storage::schema_name& schema, const std::string& table) {
    const auto& name = schema.text();
    database.execute("CREATE FUNCTION " + name +
                     ".refuse() RETURNS trigger LANGUAGE plpgsql AS"
                     " 'BEGIN RAISE EXCEPTION ''late''; END';"
                     " CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON " +
                     name + "." + table +
                     " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " + name +
                     ".refuse()");
  }

  journal_database& database = shared_database();
  storage::hub_connection connection{database.hub_dsn()};
};

}

// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/database_look.hpp"

#include "ops/doctor/session.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/examined_deployment.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/heard.hpp"
#include "tests/support/refusal_text.hpp"

#include <pqxx/pqxx>

#include <filesystem>
#include <functional>

namespace muniment::doctor {
namespace {

test::heard looked(const places& at) {
  test::heard heard;
  look_at_database(at, heard);
  return heard;
}

TEST(database_look, finds_a_prepared_database_well) {
  const test::examined_deployment deployment{test::durability::full};
  const auto heard = looked(deployment.at);
  for (const auto* check :
       {"transport", "reachable", "writable", "encoding", "durability", "connections", "locks",
        "preparation", "issuers", "base domain", "format", "rights", "pool logins", "logins"})
    EXPECT_EQ(heard.verdict_of(check), verdict::ok) << heard.about(check).found;
  EXPECT_NE(heard.verdict_of("version"), verdict::failed);
}

TEST(database_look, comes_in_by_the_logins_file_where_dsn_names_no_login) {
  const test::examined_deployment deployment;
  const auto bare = storage::dsn_for(deployment.database.owner_dsn(), {});
  const auto heard = looked(deployment.reached_by(bare));
  EXPECT_TRUE(heard.says("reachable", "as muniment_pool_0")) << heard.about("reachable").found;
  EXPECT_EQ(heard.verdict_of("base domain"), verdict::ok);
  EXPECT_EQ(heard.verdict_of("pool logins"), verdict::ok);
}

TEST(database_look, changes_nothing) {
  const test::examined_deployment deployment;
  const auto session = open_deployment(deployment.at);
  EXPECT_THROW(pqxx::work{*session}.exec("CREATE TABLE muniment.x ()"), pqxx::sql_error);
}

TEST(database_look, tells_what_is_not_durable) {
  const test::examined_deployment fast{test::durability::fast};
  const auto heard = looked(fast.at);
  EXPECT_EQ(heard.verdict_of("durability"), verdict::failed);
  EXPECT_TRUE(heard.says("durability", "fsync is off"));
}

TEST(database_look, tells_that_nobody_answers) {
  const test::examined_deployment deployment;
  const auto port = std::to_string(test::free_port());
  const auto heard =
      looked(deployment.reached_by("host=127.0.0.1 user=a password=secret-word port=" + port));
  EXPECT_EQ(heard.verdict_of("reachable"), verdict::failed);
  EXPECT_TRUE(heard.says("reachable", "refused")) << heard.about("reachable").found;
  EXPECT_FALSE(heard.says("reachable", "secret-word"));
}

TEST(database_look, sends_no_password_on_an_unsafe_way) {
  const test::examined_deployment deployment;
  const auto heard = looked(deployment.reached_by("host=db.example user=a password=secret-word"));
  ASSERT_EQ(heard.all.size(), 1U) << "it was not tried";
  EXPECT_EQ(heard.verdict_of("transport"), verdict::failed);
  EXPECT_EQ(looked(deployment.reached_by("nonsense")).verdict_of("reachable"), verdict::failed);
}

TEST(database_look, tells_of_another_base_domain) {
  test::examined_deployment deployment;
  deployment.at.values.base_domain = "example.com";
  EXPECT_EQ(looked(deployment.at).verdict_of("base domain"), verdict::failed);
}

TEST(database_look, tells_of_issuers_that_the_settings_do_not_give) {
  test::examined_deployment deployment;
  const auto& all = deployment.database;
  storage::provision(all.dsn(all.logins().control), test::fresh_id(), test::fresh_id(), "acme",
                     "https://acme.muniment.localhost:1");
  deployment.at.values.public_port = 1;
  EXPECT_EQ(looked(deployment.at).verdict_of("issuers"), verdict::ok);
  for (const auto& change : std::vector<std::function<void(ops::settings&)>>{
           [](auto& values) { values.public_port = 2; },
           [](auto& values) { values.host_pattern = "id-{slug}.{base_domain}"; },
           [](auto& values) { values.primary_workspace = "acme"; }}) {
    auto changed = deployment.at;
    change(changed.values);
    const auto heard = looked(changed);
    EXPECT_EQ(heard.verdict_of("issuers"), verdict::failed);
    EXPECT_TRUE(heard.says("issuers", "acme")) << heard.about("issuers").found;
  }
}

TEST(database_look, tells_of_a_newer_format) {
  const test::examined_deployment deployment;
  deployment.database.execute("UPDATE muniment.deployment SET format_level = 99");
  EXPECT_EQ(looked(deployment.at).verdict_of("format"), verdict::failed);
}

TEST(database_look, tells_older_and_newer_preparations) {
  const test::examined_deployment deployment;
  deployment.database.execute("DELETE FROM muniment.migrations WHERE id = 'functions/append'");
  EXPECT_TRUE(looked(deployment.at).says("preparation", "functions/append"));
  deployment.database.execute("INSERT INTO muniment.migrations VALUES ('muniment', 'tables/moon')");
  const auto newer = looked(deployment.at);
  EXPECT_EQ(newer.verdict_of("preparation"), verdict::failed);
  EXPECT_TRUE(newer.says("preparation", "newer version"));
}

TEST(database_look, names_the_rights_that_preparing_takes) {
  const test::examined_deployment deployment;
  pqxx::connection owner{test::fresh_database(test::durability::fast)};
  const std::string name = owner.dbname();
  pqxx::nontransaction{owner}.exec("CREATE ROLE doctor_poor LOGIN PASSWORD 'p';"
                                   "GRANT doctor_poor TO CURRENT_USER");
  const auto poor = storage::dsn_for(deployment.database.owner_dsn(), {"doctor_poor", "p"}) +
                    " dbname='" + name + "'";
  const auto heard = looked(deployment.reached_by(poor));
  EXPECT_EQ(heard.verdict_of("preparation"), verdict::failed);
  EXPECT_TRUE(heard.says("preparation", "CREATEROLE and CREATE"))
      << heard.about("preparation").found;
  pqxx::nontransaction{owner}.exec("ALTER ROLE doctor_poor CREATEROLE; ALTER DATABASE " + name +
                                   " OWNER TO doctor_poor");
  EXPECT_TRUE(looked(deployment.reached_by(poor)).says("preparation", "doctor_poor may do it"));
  pqxx::nontransaction{owner}.exec("ALTER DATABASE " + name +
                                   " OWNER TO CURRENT_USER; "
                                   "DROP ROLE doctor_poor");
}

TEST(database_look, tells_of_rights_that_break_the_walls) {
  const test::examined_deployment deployment;
  deployment.database.execute("GRANT CONNECT ON DATABASE " +
                              deployment.database.value("SELECT current_database()") +
                              " TO PUBLIC");
  EXPECT_TRUE(looked(deployment.at).says("rights", "everybody may connect"));
}

TEST(database_look, tells_that_it_takes_no_writes) {
  const test::examined_deployment deployment;
  deployment.database.execute("ALTER DATABASE " +
                              deployment.database.value("SELECT current_database()") +
                              " SET default_transaction_read_only = on");
  EXPECT_EQ(looked(deployment.at).verdict_of("writable"), verdict::failed);
}

TEST(database_look, tells_of_another_encoding) {
  const test::examined_deployment deployment;
  const auto latin = deployment.database.value("SELECT current_database()") + "_latin";
  deployment.database.execute("CREATE DATABASE " + latin +
                              " ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
  const auto heard = looked(
      deployment.reached_by(storage::dsn_with(deployment.database.owner_dsn(), "dbname", latin)));
  EXPECT_EQ(heard.verdict_of("encoding"), verdict::failed);
}

TEST(database_look, tries_every_login_of_the_file) {
  const test::examined_deployment deployment;
  auto logins = deployment.database.logins();
  logins.hub.password = "secret-word";
  ops::write_logins(deployment.at.logins, logins);
  const auto refused = looked(deployment.at);
  EXPECT_EQ(refused.verdict_of("logins"), verdict::failed);
  EXPECT_TRUE(refused.says("logins", "muniment_hub"));
  EXPECT_FALSE(refused.says("logins", "secret-word"));
  EXPECT_FALSE(refused.says("logins", "muniment_control"));
}

TEST(database_look, wants_a_logins_file_of_its_owner_alone) {
  const test::examined_deployment deployment;
  std::filesystem::permissions(deployment.at.logins, std::filesystem::perms{0644});
  EXPECT_NE(test::refusal_text([&] { looked(deployment.at); }).find("can be read by others"),
            std::string::npos);
}

}
}

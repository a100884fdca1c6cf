// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/places.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

ops::settings defaults() { return ops::load_settings({})->values; }

TEST(places, of_up_are_in_its_data_directory) {
  const auto at = places_of(defaults(), "/srv/m");
  EXPECT_TRUE(at.private_database);
  EXPECT_EQ(at.data_directory, "/srv/m");
  EXPECT_EQ(at.certificate_chain, "/srv/m/tls/server.pem");
  EXPECT_EQ(at.certificate_key, "/srv/m/tls/server.key");
  EXPECT_EQ(at.authority, "/srv/m/tls/ca.pem");
  EXPECT_EQ(at.master_key, "/srv/m/master.key");
  EXPECT_EQ(at.key_store, "/srv/m/keys");
  EXPECT_EQ(at.credential, "/srv/m/operator.json");
  EXPECT_EQ(at.locked(), "/srv/m");
  EXPECT_TRUE(at.given_master_key.empty()) << "it has no unit";
}

TEST(places, of_up_are_where_the_settings_say) {
  auto values = defaults();
  values.tls_certificate_file = "/etc/m/chain.pem";
  values.tls_key_file = "/etc/m/chain.key";
  values.key_store_directory = "/keys";
  const auto at = places_of(values, "/srv/m");
  EXPECT_TRUE(at.private_database);
  EXPECT_EQ(at.certificate_chain, "/etc/m/chain.pem");
  EXPECT_EQ(at.certificate_key, "/etc/m/chain.key");
  EXPECT_TRUE(at.authority.empty());
  EXPECT_EQ(at.key_store, "/keys");
}

TEST(places, of_a_database_elsewhere_are_where_the_settings_say) {
  auto values = defaults();
  values.dsn = "host=/run/postgresql";
  values.data_directory = "/var/m";
  values.tls_certificate_file = "/etc/m/chain.pem";
  values.key_store_directory = "/keys";
  values.key_copies = " /mnt/a, /mnt/b ,,";
  const auto at = places_of(values, "/srv/m");
  EXPECT_FALSE(at.private_database);
  EXPECT_EQ(at.certificate_chain, "/etc/m/chain.pem");
  EXPECT_TRUE(at.authority.empty());
  EXPECT_EQ(at.key_store, "/keys");
  EXPECT_EQ(at.locked(), "/keys");
  EXPECT_EQ(at.given_master_key, "/run/credentials/muniment.service/master.key");
  EXPECT_EQ(at.logins, "/var/m/logins.json");
  EXPECT_EQ(at.key_copies, (std::vector<std::filesystem::path>{"/mnt/a", "/mnt/b"}));
}

TEST(places, of_hosts_are_those_of_the_server) {
  auto values = defaults();
  values.base_domain = "example.com";
  EXPECT_EQ(host_of(values, "acme"), "acme.example.com");
  values.host_pattern = "id-{slug}.example.com";
  EXPECT_EQ(host_of(values, "acme"), "id-acme.example.com");
  values.primary_workspace = "acme";
  EXPECT_EQ(host_of(values, "acme"), "example.com");
  EXPECT_EQ(host_of(values, "shop"), "id-shop.example.com");
  EXPECT_TRUE(is_localhost("muniment.localhost"));
  EXPECT_FALSE(is_localhost("localhost.example.com"));
}

}
}

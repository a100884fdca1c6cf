// SPDX-License-Identifier: Apache-2.0
#include "ops/settings_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::ops {
namespace {

TEST(settings_table, describes_each_setting_once) {
  std::set<std::string> names;
  for (const auto& row : settings_table()) {
    EXPECT_TRUE(names.insert(std::string(row.name)).second) << row.name;
    EXPECT_TRUE(names.insert(variable_of(row)).second) << row.name;
    EXPECT_TRUE(row.alias.empty() || names.insert(std::string(row.alias)).second) << row.alias;
    EXPECT_TRUE(row.purpose.ends_with('.')) << row.name;
    EXPECT_EQ(setting_named(row.name), &row);
  }
  EXPECT_EQ(setting_named("absent"), nullptr);
}

TEST(settings_table, has_defaults_its_rows_accept) {
  for (const auto& row : settings_table()) {
    settings values;
    EXPECT_TRUE(assign(row, row.fallback, values)) << row.name;
  }
}

TEST(settings_table, spells_flags_and_variables) {
  const auto& row = *setting_named("base_domain");
  EXPECT_EQ(flag_of(row), "--base-domain");
  EXPECT_EQ(variable_of(row), "MUNIMENT_BASE_DOMAIN");
}

TEST(settings_table, keeps_the_old_value_when_it_refuses_a_new_one) {
  settings values;
  values.listen_port = 7;
  EXPECT_FALSE(assign(*setting_named("listen_port"), "0", values));
  EXPECT_EQ(values.listen_port, 7);
}

}
}

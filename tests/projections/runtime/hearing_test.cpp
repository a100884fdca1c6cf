// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/hearing.hpp"

#include "events/catalogue.hpp"
#include "projections/projects.hpp"
#include "tests/support/folding.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment {
namespace {

/// What was never to be: neither function is total.
struct faulty : projects::model {
  static std::vector<uuid> keys(const recorded<event>&) { throw std::out_of_range{"ada"}; }
  static std::optional<row> fold(std::optional<row>, const uuid&, const recorded<event>&) {
    throw std::length_error{"ada"};
  }
};
static_assert(projection<faulty>);

TEST(hearing, a_fault_of_keys_is_told_by_its_type_and_not_by_its_text) {
  envelope at;
  at.category = std::string{project::category};
  at.type = std::string{project::created::type};
  at.type_version = project::created::version;
  const auto body = encode_body(at, pack_event(project::created{"shop"}));
  EXPECT_TRUE(hear<projects::model>(decode_body(body)));
  const auto heard = hear<faulty>(decode_body(body));
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error(), "keys() threw std::out_of_range");
}

TEST(hearing, a_fault_of_fold_is_told_by_its_type_and_not_by_its_text) {
  const recorded<faulty::event> fact{{}, project::created{"shop"}};
  const auto row = fold_row<faulty>(std::nullopt, test::the_stream, fact);
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error(), "fold() threw std::length_error");
}

}
}

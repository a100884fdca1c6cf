// SPDX-License-Identifier: Apache-2.0
#include "http/node/known_subject_keys.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

const uuid ada = uuid::random({1});
const uuid bea = uuid::random({2});

storage::shared_key some_key() {
  return std::make_shared<const crypto::sealing_key>(crypto::hash{});
}

TEST(known_subject_keys, keep_what_was_asked_for_until_somebody_changes) {
  known_subject_keys keys{10};
  EXPECT_EQ(keys.find(ada), nullptr);
  const auto key = some_key();
  keys.keep(ada, key, keys.changes());
  EXPECT_EQ(keys.find(ada), key);
  EXPECT_EQ(keys.find(bea), nullptr);
  keys.forget();
  EXPECT_EQ(keys.find(ada), nullptr);
  EXPECT_EQ(key.use_count(), 1);
}

TEST(known_subject_keys, a_key_that_was_asked_for_before_a_change_is_not_kept) {
  known_subject_keys keys{10};
  const auto before = keys.changes();
  keys.forget();
  keys.keep(ada, some_key(), before);
  EXPECT_EQ(keys.find(ada), nullptr);
}

TEST(known_subject_keys, are_no_more_than_allowed) {
  known_subject_keys keys{1};
  keys.keep(ada, some_key(), keys.changes());
  keys.keep(bea, some_key(), keys.changes());
  EXPECT_EQ(keys.find(ada), nullptr);
  EXPECT_NE(keys.find(bea), nullptr);
}

}
}

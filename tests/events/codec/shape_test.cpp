// SPDX-License-Identifier: Apache-2.0
#include "events/codec/shape.hpp"

#include "events/catalogue.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

/// The paths of a rendered object, in order; what is sealed is looked into no further.
void add_paths(const boost::json::object& object, const std::string& before,
               std::vector<std::pair<std::string, boost::json::value>>& to) {
  for (const auto& [name, value] : object) {
    const auto path = before + std::string{name};
    to.emplace_back(path, value);
    const auto* inner = value.if_object();
    if (inner && !inner->contains("sealed")) add_paths(*inner, path + ".", to);
  }
}

std::string kind_of(const boost::json::value& value) {
  if (value.is_bool()) return "boolean";
  if (value.is_number()) return "integer";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

bool shows_a_box(const boost::json::value& value) {
  return value.is_object() && value.get_object().contains("sealed");
}

template <class T>
void expect_as_rendered(std::string_view what) {
  std::vector<std::pair<std::string, boost::json::value>> rendered;
  add_paths(to_json(test::sample<T>()).as_object(), "", rendered);
  const auto members = json_members<T>();
  ASSERT_EQ(members.size(), rendered.size()) << what;
  for (std::size_t at = 0; at < members.size(); ++at) {
    const auto& [path, value] = rendered[at];
    EXPECT_EQ(members[at].path, path) << what;
    const auto& shape = members[at].shape;
    EXPECT_EQ(shape.substr(0, shape.find(' ')), kind_of(value)) << what << " " << path;
    EXPECT_EQ(members[at].sealed, shows_a_box(value)) << what << " " << path;
  }
}

TEST(shape, is_what_json_makes_of_every_event) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      []<class E>(std::type_identity<E>) { expect_as_rendered<E>(E::type); });
}

TEST(shape, is_what_json_makes_of_the_envelope) { expect_as_rendered<envelope>("envelope"); }

TEST(shape, tells_what_may_be_absent_and_what_stands_in_a_list) {
  EXPECT_EQ(json_shape<std::optional<uuid>>(), "string (a UUID) or null");
  EXPECT_EQ(json_shape<std::vector<std::string>>(), "array of string");
}

TEST(shape, names_the_values_of_an_enumeration_and_says_whether_there_may_be_more) {
  EXPECT_EQ(json_shape<service_token::token_end>(),
            "string (one of `expired`, `revoked`, `client_deleted`)");
  EXPECT_EQ(json_shape<event_outcome>(),
            "string (one of `succeeded`, `refused`, `failed`), or the integer of a newer one");
}

TEST(shape, says_what_a_box_holds) {
  EXPECT_EQ(json_shape<sealed<std::string>>(), "object (`sealed`: the box of a string)");
  EXPECT_EQ(json_shape<sealed<bytes>>(), "object (`sealed`: the box of octets)");
  EXPECT_EQ(json_shape<sealed<access_metadata>>(),
            "object (`sealed`: the box of `address`, `agent`)");
}

TEST(shape, knows_every_version_and_what_older_ones_are_shown_with) {
  const auto versions = json_versions<client::registered>();
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].version, 2);
  EXPECT_TRUE(versions[0].added.empty());
  EXPECT_EQ(versions[1].version, 1);
  EXPECT_EQ(versions[1].added,
            (std::vector<std::pair<std::string, std::string>>{{"may_introspect", "false"}}));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/schema.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

enum class shade : std::uint8_t { pale = 1, dark };
BOOST_DESCRIBE_ENUM(shade, pale, dark)

struct leaf {
  uuid id;
  std::optional<shade> colour;
};
BOOST_DESCRIBE_STRUCT(leaf, (), (id, colour))

struct tree : leaf {
  std::vector<leaf> leaves;
  http::if_any<instant> felled_at;
};
BOOST_DESCRIBE_STRUCT(tree, (leaf), (leaves, felled_at))

struct planting {
  std::string name;
  std::optional<bool> deep;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(planting, (), (name, deep, tags))

struct stroll {
  http::page_size limit;
  http::up_to<5> wait;
  std::optional<uuid> after;
};
BOOST_DESCRIBE_STRUCT(stroll, (), (limit, wait, after))

/// Without what members mean, which is a matter of the register.
json::value bare(json::value value) {
  if (auto* object = value.if_object()) {
    object->erase("description");
    for (auto& each : *object)
      each.value() = bare(std::move(each.value()));
  } else if (auto* array = value.if_array()) {
    for (auto& each : *array)
      each = bare(std::move(each));
  }
  return value;
}

TEST(schema, of_a_shape_is_put_among_the_components_and_referred_to) {
  components used;
  EXPECT_EQ(schema_of<tree>(used), json::parse(R"({"$ref":"#/components/schemas/tree"})"));
  EXPECT_EQ(bare(used.at("leaf")),
            json::parse(R"({"type":"object","properties":{)"
                        R"("id":{"type":"string","format":"uuid"},)"
                        R"("colour":{"anyOf":[{"type":"string","enum":["pale","dark"]},)"
                        R"({"type":"null"}]}},"required":["id","colour"]})"));
}

TEST(schema, of_a_shape_with_bases_is_all_of_theirs_and_its_own) {
  components used;
  schema_of<tree>(used);
  EXPECT_EQ(bare(used.at("tree")),
            json::parse(R"({"allOf":[{"$ref":"#/components/schemas/leaf"},{"type":"object",)"
                        R"("properties":{"leaves":{"type":"array","items":)"
                        R"({"$ref":"#/components/schemas/leaf"}},)"
                        R"("felled_at":{"type":"string","format":"date-time"}},)"
                        R"("required":["leaves"]}]})"));
}

TEST(schema, of_a_body_takes_no_other_member) {
  EXPECT_EQ(bare(body_schema_of<planting>()),
            json::parse(R"({"type":"object","properties":{)"
                        R"("name":{"type":"string","minLength":1},)"
                        R"("deep":{"type":["boolean","null"]},)"
                        R"("tags":{"type":"array","items":{"type":"string"}}},)"
                        R"("required":["name"],"additionalProperties":false})"));
}

TEST(schema, of_a_parameter_has_its_limits) {
  const auto all = parameters_of<stroll>();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(bare(all[0]), json::parse(R"({"name":"limit","in":"query","schema":)"
                                      R"({"type":"integer","minimum":1,"maximum":200,)"
                                      R"("default":50}})"));
  EXPECT_EQ(bare(all[1]).at("schema").at("maximum"), 5);
  EXPECT_EQ(bare(all[2]).at("schema"), json::parse(R"({"type":"string"})"));
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/operation.hpp"

#include <gtest/gtest.h>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

TEST(openapi_operation, has_a_parameter_for_each_name_of_its_path) {
  EXPECT_TRUE(path_parameters("/admin/users").empty());
  const auto two = path_parameters("/a/{id}/b/{name}");
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].at("name"), "id");
  EXPECT_EQ(two[1].at("name"), "name");
  EXPECT_EQ(two[1].at("in"), "path");
  EXPECT_EQ(two[1].at("required"), true);
}

TEST(openapi_operation, has_what_its_endpoint_reads_and_answers) {
  shapes found;
  found.id = "make_thing";
  found.parameters.push_back(json::object{{"name", "limit"}});
  found.body = json::object{{"type", "object"}};
  found.body_required = true;
  found.status = 201;
  found.reply = {{"type", "string"}};
  const auto told = api_operation({"POST", "/things/{id}", "Makes it.", "admin"}, "admin:write",
                                  std::move(found));
  EXPECT_EQ(told.id, "make_thing");
  EXPECT_EQ(told.scope, "admin:write");
  EXPECT_EQ(told.parameters.size(), 2U);
  EXPECT_EQ(told.body.at("required"), true);
  const auto& body = told.body.at("content").at("application/json").at("schema");
  EXPECT_EQ(body.at("type"), "object");
  const auto& reply = told.replies.at("201").at("content").at("application/json").at("schema");
  EXPECT_EQ(reply.at("type"), "string");
}

TEST(openapi_operation, has_no_body_where_nothing_is_read) {
  const auto told = api_operation({"POST", "/things/end", "Ends it.", "admin"}, "admin:write", {});
  EXPECT_TRUE(told.body.empty());
  EXPECT_TRUE(told.parameters.empty());
}

TEST(openapi_operation, has_a_form_that_names_what_must_be_sent) {
  const auto body = form_body({{"token", "It."}, {"client_id", "Who.", false}});
  const auto& schema =
      body.at("content").at("application/x-www-form-urlencoded").at("schema").as_object();
  EXPECT_EQ(schema.at("required"), json::value(json::array{"token"}));
  EXPECT_EQ(schema.at("properties").as_object().size(), 2U);
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/document.hpp"

#include <gtest/gtest.h>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

chapter sample() {
  chapter all;
  operation list{"GET", "/admin/things", "Lists things.", "admin"};
  list.id = "list_things";
  list.scope = "admin:read";
  list.replies = json_reply(200, {{"$ref", "#/components/schemas/thing"}});
  operation make{"POST", "/admin/things", "Makes a thing.", "admin"};
  make.id = "make_thing";
  make.security.push_back(json::object{});
  operation look{"GET", "/healthz", "Looks.", "operations", audience::operations, failures::none};
  all.operations = {list, make, look};
  all.used["thing"] = {{"type", "object"}};
  return all;
}

TEST(openapi_document, puts_the_methods_of_a_path_together) {
  const auto all = document({sample()});
  const auto& path = all.at("paths").at("/admin/things").as_object();
  EXPECT_EQ(path.at("get").at("operationId"), "list_things");
  EXPECT_EQ(path.at("post").at("operationId"), "make_thing");
  EXPECT_FALSE(path.contains("servers"));
  EXPECT_EQ(all.at("components").at("schemas").at("thing").at("type"), "object");
}

TEST(openapi_document, says_what_a_token_must_allow) {
  const auto all = document({sample()});
  const auto& path = all.at("paths").at("/admin/things").as_object();
  EXPECT_EQ(path.at("get").at("security"),
            json::value(json::array{json::object{{"access_token", json::array{"admin:read"}}}}));
  EXPECT_EQ(path.at("post").at("security"), json::value(json::array{json::object{}}));
}

TEST(openapi_document, says_where_what_is_not_of_a_workspace_is_asked) {
  const auto all = document({sample()});
  const auto& servers = all.at("paths").at("/healthz").at("servers").as_array();
  EXPECT_EQ(servers.at(0).at("url"), "http://127.0.0.1:9464");
}

TEST(openapi_document, is_yaml_that_begins_with_its_version) {
  const auto text = page({sample()});
  EXPECT_NE(text.find("openapi: \"3.1.1\"\n"), text.npos);
  EXPECT_NE(text.find("  /admin/things:\n    get:\n"), text.npos);
}

}
}

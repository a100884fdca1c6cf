// SPDX-License-Identifier: Apache-2.0
#include "http/openapi_documentation.hpp"

#include "http/account/routes.hpp"
#include "http/admin/routes.hpp"
#include "http/control/endpoints.hpp"
#include "http/oidc/routes.hpp"
#include "http/openapi/document.hpp"
#include "http/openapi/sentences.hpp"
#include "http/operations/operations.hpp"
#include "tests/support/kept_page.hpp"
#include "tests/support/told_replies.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

namespace muniment::http {
namespace {

namespace json = boost::json;
using names = std::set<std::string>;

TEST(openapi_documentation, is_the_file_in_docs) {
  test::expect_page_in_docs("openapi.yaml", openapi_page());
}

names told_at(openapi::audience at) {
  names all;
  for (const auto& chapter : told_chapters())
    for (const auto& each : chapter.operations) {
      if (each.at != at) continue;
      EXPECT_TRUE(all.insert(each.method + " " + each.path).second) << each.path;
    }
  return all;
}

template <class Route>
void add(const std::vector<Route>& routes, names& to) {
  for (const auto& route : routes)
    for (const auto& method : route.methods)
      to.insert(method + " " + route.path);
}

TEST(openapi_documentation, tells_the_routes_that_a_workspace_serves_and_no_others) {
  names served;
  add(oidc::routes(nullptr), served);
  add(account::routes(nullptr), served);
  add(admin_routes(nullptr), served);
  EXPECT_EQ(told_at(openapi::audience::workspace), served);
}

TEST(openapi_documentation, tells_the_routes_of_the_control_plane_and_no_others) {
  names served;
  add(control_routes(nullptr), served);
  EXPECT_EQ(told_at(openapi::audience::control), served);
}

TEST(openapi_documentation, tells_failures_as_the_routes_do) {
  std::map<std::string, error_style> styles;
  for (const auto& routes :
       {oidc::routes(nullptr), account::routes(nullptr), admin_routes(nullptr)})
    for (const auto& route : routes)
      styles[route.path] = route.style;
  for (const auto& chapter : told_chapters())
    for (const auto& each : chapter.operations) {
      if (each.at != openapi::audience::workspace || each.told == openapi::failures::none) continue;
      const auto style = styles.at(each.path);
      EXPECT_EQ(each.told == openapi::failures::page, style == error_style::page) << each.path;
      EXPECT_EQ(each.told == openapi::failures::oauth, style == error_style::oauth) << each.path;
    }
}

TEST(openapi_documentation, gives_every_operation_a_name_and_a_sentence_of_its_own) {
  names ids;
  for (const auto& chapter : told_chapters())
    for (const auto& each : chapter.operations) {
      EXPECT_TRUE(ids.insert(each.id).second) << each.id;
      EXPECT_TRUE(each.summary.ends_with('.')) << each.id;
      EXPECT_FALSE(each.security.empty() && !each.scope) << each.id;
    }
  EXPECT_TRUE(ids.contains("rotate_client_secret"));
}

/// Adds where a property or a parameter has no description.
void add_unexplained(const json::value& value, const std::string& path, names& to) {
  if (const auto* array = value.if_array())
    for (const auto& each : *array)
      add_unexplained(each, path, to);
  const auto* object = value.if_object();
  if (!object) return;
  if (object->contains("in") && !object->contains("description")) to.insert(path);
  const auto* properties = object->if_contains("properties");
  for (const auto& each : *object)
    add_unexplained(each.value(), path + "/" + std::string(each.key().data(), each.key().size()),
                    to);
  if (!properties) return;
  for (const auto& each : properties->as_object())
    if (each.value().is_object() && !each.value().as_object().contains("description"))
      to.insert(path + "." + std::string(each.key().data(), each.key().size()));
}

TEST(openapi_documentation, explains_every_member_and_every_parameter_of_our_own_apis) {
  names unexplained;
  for (const auto& chapter : {admin_chapter(), control_chapter()}) {
    for (const auto& [name, schema] : chapter.used)
      add_unexplained(schema, name, unexplained);
    for (const auto& each : chapter.operations) {
      add_unexplained(each.parameters, each.id, unexplained);
      add_unexplained(each.body, each.id, unexplained);
    }
  }
  unexplained.erase("envelope/properties/access.sealed");
  EXPECT_EQ(unexplained, names{});
}

/// Adds the names of all members and parameters.
void add_names(const json::value& value, names& to) {
  if (const auto* array = value.if_array())
    for (const auto& each : *array)
      add_names(each, to);
  const auto* object = value.if_object();
  if (!object) return;
  if (object->contains("in")) to.emplace(object->at("name").as_string());
  for (const auto& each : *object)
    add_names(each.value(), to);
  const auto* properties = object->if_contains("properties");
  if (!properties) return;
  for (const auto& each : properties->as_object())
    to.emplace(each.key().data(), each.key().size());
}

TEST(openapi_documentation, has_no_sentence_about_what_is_not_there) {
  names told;
  add_names(openapi::document(told_chapters()), told);
  for (const auto& each : openapi::member_sentences()) {
    const auto name = each.name.substr(each.name.rfind('.') + 1);
    EXPECT_TRUE(told.contains(std::string{name})) << each.name;
  }
}

/// What a source reads of forms and queries, by its spelling.
names read_in(const std::filesystem::path& source) {
  static const std::regex read(R"re((?:find|given|text_of)\((?:\*?[a-z.]+, )?"([a-z_]+)"\))re");
  const std::string text{as_text(*test::read_file(source))};
  names all;
  for (std::sregex_iterator at{text.begin(), text.end(), read}, end; at != end; ++at)
    all.insert((*at)[1]);
  return all;
}

/// Whose parameters a source reads, and what it reads of forms of our own pages.
struct parameter_source {
  std::vector<const char*> paths;
  names of_pages = {};
};

const std::map<std::string, parameter_source> parameter_sources{
    {"http/control/token_exchange.cpp", {{"/control/token"}}},
    {"http/oidc/authorize.cpp", {{"/oauth/v2/authorize"}}},
    {"http/oidc/authorize_steps.cpp", {{"/oauth/v2/authorize"}}},
    {"http/oidc/client_authentication.cpp",
     {{"/oauth/v2/token", "/oauth/v2/introspect", "/oauth/v2/revoke"}}},
    {"http/oidc/client_credentials.cpp", {{"/oauth/v2/token"}}},
    {"http/oidc/code_exchange.cpp", {{"/oauth/v2/token"}}},
    {"http/oidc/introspect.cpp", {{"/oauth/v2/introspect"}}},
    {"http/oidc/logout.cpp",
     {{"/oauth/v2/end_session"}, {"decision", "logout", "request", "token"}}},
    {"http/oidc/logout_request.cpp", {{"/oauth/v2/end_session"}}},
    {"http/oidc/refresh_exchange.cpp", {{"/oauth/v2/token"}}},
    {"http/oidc/revoke.cpp", {{"/oauth/v2/revoke"}}},
    {"http/oidc/token.cpp", {{"/oauth/v2/token"}}},
};

TEST(openapi_documentation, knows_for_which_endpoint_a_source_of_oauth_reads) {
  const names pages{"login.cpp", "consent.cpp", "account_choice.cpp", "change_password.cpp"};
  for (const auto& each : std::filesystem::directory_iterator{test::in_source("http/oidc")}) {
    const auto name = each.path().filename().string();
    if (!name.ends_with(".cpp") || pages.contains(name) || read_in(each.path()).empty()) continue;
    EXPECT_TRUE(parameter_sources.contains("http/oidc/" + name)) << name;
  }
}

/// What each endpoint of OAuth reads, by its path, but for what is read to be refused.
std::map<std::string, names> read_parameters() {
  std::map<std::string, names> all;
  for (const auto& [source, of] : parameter_sources)
    for (const auto& each : read_in(test::in_source(source)))
      for (const auto* path : of.paths)
        if (!of.of_pages.contains(each)) all[path].insert(each);
  for (auto& [path, read] : all)
    for (const auto* each : {"request", "request_uri", "registration", "client_assertion",
                             "client_assertion_type", "actor_token", "actor_token_type"})
      read.erase(each);
  return all;
}

TEST(openapi_documentation, tells_every_parameter_where_an_oauth_endpoint_reads_it) {
  const auto read = read_parameters();
  names asked;
  for (const auto& chapter : told_chapters())
    for (const auto& each : chapter.operations) {
      if (each.told == openapi::failures::none || !read.contains(each.path)) continue;
      asked.insert(each.path);
      names told;
      add_names(each.parameters, told);
      add_names(each.body, told);
      for (const auto& name : read.at(each.path))
        EXPECT_TRUE(told.contains(name)) << each.id << " reads " << name;
    }
  EXPECT_EQ(asked.size(), read.size()) << "every path is an endpoint's";
  for (const auto* each : {"id_token_hint", "code_challenge"})
    EXPECT_TRUE(read.at("/oauth/v2/authorize").contains(each)) << each;
  for (const auto* each : {"code_verifier", "client_secret"})
    EXPECT_TRUE(read.at("/oauth/v2/token").contains(each)) << each;
  EXPECT_TRUE(read.at("/oauth/v2/end_session").contains("post_logout_redirect_uri"));
}

/// What is wrong with a value where the document has something of that name.
std::string fault_of(const char* schema, const char* value) {
  const json::object reference{{"$ref", "#/components/schemas/" + std::string{schema}}};
  return test::told_schemas().fault(json::parse(value), reference);
}

TEST(told_replies, are_held_against_every_member) {
  constexpr auto user =
      R"({"id":"a","status":"active","user_name":null,"email":null,)"
      R"("email_verified":false,"display_name":null,"locale":null,"one_time":true})";
  const auto with = [&](const std::string& more) {
    const std::string all{user};
    return fault_of("entered_user", (all.substr(0, all.size() - 1) + more + "}").c_str());
  };
  EXPECT_EQ(with(""), "");
  EXPECT_EQ(with(R"(,"password":"x")"), "");
  EXPECT_EQ(with(R"(,"nickname":"x")"), "it has a member that is not told: nickname");
  EXPECT_NE(with(R"(,"password":null)"), "");
  EXPECT_EQ(fault_of("workspace_place", R"({"id":"a"})"), "it has no slug");
  EXPECT_NE(fault_of("session", R"({"status":"asleep"})"), "");
  EXPECT_NE(fault_of("projections_page", R"({"items":[{"name":1}],"head":1})"), "");
}

}
}

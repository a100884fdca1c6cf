// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/failures.hpp"

#include "actors/refusals.hpp"
#include "http/server/problems.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

std::string statuses_of(const operation& asked) {
  std::string all;
  for (const auto& each : failures_of(asked))
    all += (all.empty() ? "" : " ") + std::string(each.key().data(), each.key().size());
  return all;
}

TEST(openapi_failures, are_those_that_an_endpoint_can_come_to) {
  EXPECT_EQ(statuses_of({"GET", "/a", "", "admin"}), "401 403 503 default");
  operation lists{"GET", "/a/{id}", "", "admin"};
  lists.parameters.push_back(json::object{});
  EXPECT_EQ(statuses_of(lists), "400 401 403 404 422 503 default");
  operation makes{"POST", "/a", "", "admin"};
  makes.body["required"] = true;
  EXPECT_EQ(statuses_of(makes), "400 401 403 409 415 422 503 default");
  makes.told = failures::oauth;
  EXPECT_EQ(statuses_of(makes), "default");
  makes.told = failures::none;
  EXPECT_EQ(statuses_of(makes), "");
}

TEST(openapi_failures, name_every_code_of_the_registers) {
  const auto replies = failure_replies();
  const auto names = [&](int status, std::string_view code) {
    const auto* reply = replies.if_contains("problem_" + std::to_string(status));
    return !reply ||
           json::serialize(*reply).find("\"" + std::string{code} + "\"") != std::string::npos;
  };
  for (const auto& each : http::told_problems())
    EXPECT_TRUE(names(each.told.status, each.told.code.view())) << each.told.code;
  for (const auto& each : refusals())
    EXPECT_TRUE(names(each.http_status, each.name)) << each.name;
  EXPECT_FALSE(names(409, "not_found"));
}

TEST(openapi_failures, refer_to_what_is_there) {
  operation any{"POST", "/a/{id}", "", "admin"};
  any.body["required"] = true;
  const auto replies = failure_replies();
  for (const auto told : {failures::problem, failures::oauth, failures::page}) {
    any.told = told;
    for (const auto& each : failures_of(any)) {
      const std::string name{each.value().at("$ref").as_string()};
      EXPECT_TRUE(replies.contains(name.substr(name.rfind('/') + 1))) << name;
    }
  }
  EXPECT_EQ(failure_schemas().size(), 2U);
}

}
}

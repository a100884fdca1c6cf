// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/pages/templates.hpp"
#include "http/server/octets.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace muniment::pages {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

std::string_view file(std::string_view name) {
  const auto files = template_files();
  const auto found = std::ranges::find(files, name, &template_file::name);
  if (found == files.end()) throw std::logic_error("no such page template");
  return found->text;
}

std::string fill(std::string_view name, const data& values) {
  mustache page{std::string(file(name))};
  if (!page.is_valid()) throw std::logic_error(page.error_message());
  return page.render(values);
}

std::string text(http::fixed_text words) { return std::string(words.view()); }

void set_unless_empty(data& values, const char* name, const std::string& value) {
  if (!value.empty()) values.set(name, value);
}

void set_flag(data& values, const char* name, bool flag) {
  values.set(name, flag ? data::type::bool_true : data::type::bool_false);
}

/// The browser goes on to `refresh` at once, if it is not empty.
std::string lay_out(std::string title, const std::string& workspace, std::string content,
                    const std::string& refresh = {}) {
  data values;
  set_unless_empty(values, "refresh", refresh);
  values.set("title", std::move(title));
  values.set("workspace", workspace);
  values.set("style", std::string(file("style.css")));
  values.set("content", std::move(content));
  return fill("layout.mustache", values);
}

std::string wish_of(std::string_view scope) {
  if (scope == "openid") return "know who you are here";
  if (scope == "profile") return "see your name, user name and language";
  if (scope == "email") return "see your e-mail address";
  if (scope == "offline_access") return "keep this access while you are away";
  if (scope == "admin:read") return "see everything in this workspace that you may see";
  if (scope == "admin:write") return "change everything in this workspace that you may change";
  return std::string(scope);
}

/// To the minute, as people write it; in UTC, since the server does not know where they are.
std::string minute_of(instant moment) {
  constexpr std::array<const char*, 12> months{"January",   "February", "March",    "April",
                                               "May",       "June",     "July",     "August",
                                               "September", "October",  "November", "December"};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(moment - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%u %s %d, %02d:%02d UTC", unsigned{date.day()},
                months.at(unsigned{date.month()} - 1), int{date.year()},
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  return text.data();
}

/// As people say it: seconds as long as they are few, then whole minutes, rather too long.
std::string words_of(std::chrono::seconds wait) {
  const bool few = wait < std::chrono::minutes{2};
  const auto number = few ? wait.count() : std::chrono::ceil<std::chrono::minutes>(wait).count();
  const std::string unit = few ? " second" : " minute";
  return std::to_string(number) + unit + (number == 1 ? "" : "s");
}

std::string methods_of(const std::vector<std::string>& methods) {
  std::string words;
  for (const auto& each : methods)
    words += (words.empty() ? "" : " and ") + (each == "pwd" ? "with your password" : "by " + each);
  return words;
}

void set_notice(data& values, const std::optional<page_notice>& told) {
  if (!told) return;
  data notice;
  notice.set("heading", text(told->heading));
  notice.set("text", text(told->text));
  values.set("notice", notice);
}

}

std::string render(const new_password_page& page) {
  data values;
  values.set("request", page.request);
  values.set("ticket", page.ticket);
  values.set("token", page.token);
  set_unless_empty(values, "user_name", page.user_name);
  set_notice(values, page.notice);
  values.set("least", std::to_string(page.least_characters));
  auto content = fill("new_password.mustache", values);
  const auto* title = page.notice ? "Error: Choose your password" : "Choose your password";
  return lay_out(title, page.workspace, std::move(content));
}

std::string render(const change_password_page& page) {
  data values;
  values.set("token", page.token);
  values.set("user_name", page.user_name);
  set_notice(values, page.notice);
  values.set("least", std::to_string(page.least_characters));
  auto content = fill("change_password.mustache", values);
  const auto* title = page.notice ? "Error: Change your password" : "Change your password";
  return lay_out(title, page.workspace, std::move(content));
}

std::string render(const login_page& page) {
  data values;
  set_unless_empty(values, "client", page.client);
  values.set("request", page.request);
  values.set("token", page.token);
  set_unless_empty(values, "user_name", page.user_name);
  set_notice(values, page.notice);
  auto content = fill("login.mustache", values);
  return lay_out(page.notice ? "Error: Sign in" : "Sign in", page.workspace, std::move(content));
}

std::string render(const paused_page& page) {
  data values;
  values.set("wait", words_of(page.wait));
  set_unless_empty(values, "request", page.request);
  return lay_out("Sign-in is paused", page.workspace, fill("paused.mustache", values));
}

std::string render(const error_page& page) {
  data values;
  values.set("heading", text(page.heading));
  values.set("text", text(page.text));
  values.set("reference", page.reference);
  if (page.developer) {
    data developer;
    developer.set("error", text(page.developer->error));
    developer.set("description", text(page.developer->description));
    values.set("developer", developer);
  }
  return lay_out(text(page.heading), page.workspace, fill("error.mustache", values));
}

std::string render(const account_choice_page& page) {
  data values;
  values.set("client", page.client);
  values.set("user_name", page.user_name);
  values.set("request", page.request);
  values.set("token", page.token);
  return lay_out("Choose an account", page.workspace, fill("account_choice.mustache", values));
}

std::string render(const consent_page& page) {
  data wishes{data::type::list};
  for (const auto& scope : page.scopes)
    wishes.push_back(data{"text", wish_of(scope)});
  data values;
  values.set("client", page.client);
  values.set("wishes", wishes);
  values.set("user_name", page.user_name);
  values.set("request", page.request);
  values.set("token", page.token);
  return lay_out("Allow access?", page.workspace, fill("consent.mustache", values));
}

std::string render(const account_page& page) {
  data values;
  values.set("name", page.display_name.empty() ? page.user_name : page.display_name);
  set_unless_empty(values, "display_name", page.display_name);
  set_unless_empty(values, "user_name", page.user_name);
  set_unless_empty(values, "email", page.email);
  set_flag(values, "verified", page.email_verified);
  values.set("moment", to_string(page.signed_in_at));
  values.set("minute", minute_of(page.signed_in_at));
  values.set("methods", methods_of(page.methods));
  values.set("token", page.token);
  set_flag(values, "password_changed", page.password_changed);
  const auto* title = page.password_changed ? "Password changed: Your account" : "Your account";
  return lay_out(title, page.workspace, fill("account.mustache", values));
}

std::string render(const logout_page& page) {
  data values;
  set_unless_empty(values, "client", page.client);
  values.set("user_name", page.user_name);
  values.set("request", page.request);
  values.set("token", page.token);
  return lay_out("Sign out?", page.workspace, fill("logout.mustache", values));
}

std::string render(const signed_out_page& page) {
  return lay_out("You are signed out", page.workspace, fill("signed_out.mustache", data{}));
}

std::string render(const onward_page& page) {
  // Behind a scheme the rest of the attribute is the address, whatever stands in it; a quote in
  // front would begin another syntax (HTML Standard, "shared declarative refresh steps").
  if (page.to.empty() || !http::is_letter(page.to.front()))
    throw std::logic_error("an address that leads on begins with its scheme");
  data values;
  values.set("client", page.client);
  values.set("to", page.to);
  return lay_out("Back to " + page.client, page.workspace, fill("onward.mustache", values),
                 page.to);
}

std::string content_security_policy() {
  static const auto style = crypto::base64_encode(crypto::sha256(as_bytes(file("style.css"))));
  return "default-src 'none'; style-src 'sha256-" + style +
         "'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
}

}

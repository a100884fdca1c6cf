// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/pages/templates.hpp"
#include "tests/support/files.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace muniment::pages {
namespace {

constexpr auto markup = "<b>\"&'</b>{{x}}";
constexpr auto escaped = "&lt;b&gt;&quot;&amp;&apos;&lt;/b&gt;{{x}}";

bool holds(const std::string& page, std::string_view text) {
  return page.find(text) != std::string::npos;
}

login_page login() { return {"demo", "Shop", "sealed-request", "sealed-token", "", {}}; }

TEST(pages, embed_every_template) {
  for (const auto& file : template_files()) {
    std::ifstream stream(test::in_source("http/pages/templates") / file.name);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), file.text) << file.name;
  }
  EXPECT_EQ(template_files().size(), 13U);
}

TEST(pages, escape_whatever_they_show) {
  auto page = login();
  page.workspace = page.client = page.request = page.token = page.user_name = markup;
  const auto shown = render(page);
  EXPECT_FALSE(holds(shown, markup));
  EXPECT_TRUE(holds(shown, std::string("<strong>") + escaped + "</strong>"));
  EXPECT_TRUE(holds(shown, std::string("name=\"token\" value=\"") + escaped + "\""));
  const auto consent = render(consent_page{markup, markup, {markup}, markup, markup, markup});
  EXPECT_FALSE(holds(consent, markup));
  EXPECT_FALSE(holds(render(error_page{markup, "a", "b", {}, markup}), markup));
  account_page account;
  account.workspace = account.display_name = account.user_name = account.email = markup;
  account.methods = {markup};
  account.token = markup;
  EXPECT_FALSE(holds(render(account), markup));
  EXPECT_FALSE(holds(render(signed_out_page{markup}), markup));
  EXPECT_FALSE(holds(render(logout_page{markup, markup, markup, markup, markup}), markup));
  EXPECT_FALSE(holds(render(account_choice_page{markup, markup, markup, markup, markup}), markup));
  EXPECT_FALSE(holds(render(paused_page{markup, markup, std::chrono::seconds{1}}), markup));
  EXPECT_FALSE(holds(render(onward_page{markup, markup, "https:" + std::string(markup)}), markup));
  const new_password_page choosing{markup, markup, markup, markup, markup, 15, {}};
  EXPECT_FALSE(holds(render(choosing), markup));
  EXPECT_FALSE(holds(render(change_password_page{markup, markup, markup, 15, {}}), markup));
}

TEST(pages, let_somebody_choose_a_password) {
  new_password_page page{"demo", "ada", "sealed-login", "sealed-ticket", "sealed-token", 20, {}};
  const auto shown = render(page);
  for (const auto* part :
       {"<title>Choose your password</title>", "method=\"post\" action=\"/login/password\"",
        "name=\"request\" value=\"sealed-login\"", "name=\"ticket\" value=\"sealed-ticket\"",
        "name=\"token\" value=\"sealed-token\"", "<label for=\"new_password\">",
        "<label for=\"repeated\">", "autocomplete=\"new-password\"", "value=\"ada\"",
        "aria-describedby=\"rule\"", "minlength=\"20\"", ">At least 20 characters;"})
    EXPECT_TRUE(holds(shown, part)) << part;
  EXPECT_FALSE(holds(shown, "maxlength")) << "browsers cut what is pasted, and tell nobody";
  EXPECT_FALSE(holds(shown, "role=\"alert\""));
  page.notice = page_notice{"That is too short", "A password has at least 20 characters."};
  page.user_name.clear();
  const auto again = render(page);
  EXPECT_TRUE(holds(again, "<title>Error: Choose your password</title>"));
  EXPECT_TRUE(holds(again, "aria-describedby=\"rule notice\""));
  EXPECT_TRUE(holds(again, "role=\"alert\""));
  EXPECT_FALSE(holds(again, "autocomplete=\"username\"")) << "nobody knows the name";
}

TEST(pages, let_somebody_change_their_password) {
  change_password_page page{"demo", "ada", "sealed-token", 20, {}};
  const auto shown = render(page);
  for (const auto* part :
       {"<title>Change your password</title>", "method=\"post\" action=\"/account/password\"",
        "name=\"token\" value=\"sealed-token\"", "<label for=\"current_password\">",
        "<label for=\"new_password\">", "<label for=\"repeated\">",
        "autocomplete=\"current-password\" required autofocus>",
        "autocomplete=\"new-password\" minlength=\"20\" required aria-describedby=\"rule\">",
        "value=\"ada\" autocomplete=\"username\" readonly", ">At least 20 characters;",
        "href=\"/account\""})
    EXPECT_TRUE(holds(shown, part)) << part;
  EXPECT_FALSE(holds(shown, "maxlength")) << "browsers cut what is pasted, and tell nobody";
  EXPECT_FALSE(holds(shown, "role=\"alert\""));
  page.notice = page_notice{"That is too short", "A password has at least 20 characters."};
  const auto again = render(page);
  for (const auto* part :
       {"<title>Error: Change your password</title>", "role=\"alert\"",
        "required aria-describedby=\"notice\" autofocus>", "aria-describedby=\"rule notice\""})
    EXPECT_TRUE(holds(again, part)) << part;
}

TEST(pages, say_how_long_sign_in_is_paused) {
  using namespace std::chrono_literals;
  const auto told = [](std::chrono::seconds wait) {
    const auto shown = render(paused_page{"demo", "sealed-login", wait});
    const auto from = shown.find("<strong>") + 8;
    return shown.substr(from, shown.find("</strong>") - from);
  };
  EXPECT_EQ(told(1s), "1 second");
  EXPECT_EQ(told(30s), "30 seconds");
  EXPECT_EQ(told(119s), "119 seconds");
  EXPECT_EQ(told(120s), "2 minutes");
  EXPECT_EQ(told(121s), "3 minutes") << "never too short";
  EXPECT_EQ(told(24h), "1440 minutes");
}

TEST(pages, lead_back_from_a_pause) {
  const auto shown = render(paused_page{"demo", "sealed-login", std::chrono::seconds{30}});
  for (const auto* part : {"<title>Sign-in is paused</title>", "<h1>Sign-in is paused</h1>",
                           "href=\"/login?request=sealed-login\"", "<footer>demo</footer>"})
    EXPECT_TRUE(holds(shown, part)) << part;
  EXPECT_FALSE(holds(shown, "<form"));
  EXPECT_FALSE(holds(shown, "/account/password"));
  const auto of_password = render(paused_page{"demo", "", std::chrono::seconds{30}});
  EXPECT_TRUE(holds(of_password, "href=\"/account/password\""));
  EXPECT_FALSE(holds(of_password, "/login")) << "there is no login to come back to";
}

TEST(pages, label_and_complete_what_is_typed) {
  const auto shown = render(login());
  for (const auto* part :
       {"<html lang=\"en\">", "<title>Sign in</title>", "<label for=\"user_name\">",
        "<label for=\"password\">", "autocomplete=\"username\"",
        "autocomplete=\"current-password\"", "name=\"request\" value=\"sealed-request\"",
        "method=\"post\" action=\"/login\"", "width=device-width"})
    EXPECT_TRUE(holds(shown, part)) << part;
  EXPECT_FALSE(holds(shown, "role=\"alert\""));
  EXPECT_FALSE(holds(shown, "<script"));
}

TEST(pages, tell_an_error_first) {
  auto page = login();
  page.notice = page_notice{"That did not work", "Try again."};
  const auto shown = render(page);
  EXPECT_TRUE(holds(shown, "<title>Error: Sign in</title>"));
  EXPECT_TRUE(holds(shown, "role=\"alert\""));
  EXPECT_TRUE(holds(shown, "<h2>That did not work</h2>"));
  EXPECT_TRUE(holds(shown, "aria-describedby=\"notice\""));
}

TEST(pages, put_the_cursor_where_typing_begins) {
  auto page = login();
  EXPECT_LT(render(page).find(" autofocus"), render(page).find("id=\"password\""));
  page.user_name = "ada";
  EXPECT_GT(render(page).find(" autofocus"), render(page).find("id=\"password\""));
  EXPECT_TRUE(holds(render(page), "value=\"ada\""));
}

TEST(pages, tell_developers_apart_from_people) {
  const error_page plain{"demo", "This link does not work", "Go back.", {}, "req-1"};
  EXPECT_FALSE(holds(render(plain), "For the developer"));
  EXPECT_TRUE(holds(render(plain), "req-1"));
  auto detailed = plain;
  detailed.developer = http::oauth_error{"invalid_request", "redirect_uri is missing."};
  EXPECT_TRUE(holds(render(detailed), "<code>invalid_request</code>"));
  EXPECT_TRUE(holds(render(detailed), "redirect_uri is missing."));
}

TEST(pages, ask_for_consent_in_words) {
  const auto shown = render(consent_page{"demo", "Shop", {"openid", "email"}, "Ada", "r", "t"});
  EXPECT_TRUE(holds(shown, "<li>see your e-mail address</li>"));
  EXPECT_FALSE(holds(shown, "see your name"));
  EXPECT_TRUE(holds(shown, "value=\"allow\""));
  EXPECT_TRUE(holds(shown, "value=\"deny\""));
}

account_page account() {
  account_page page;
  page.workspace = "demo";
  page.display_name = "Ada Lovelace";
  page.user_name = "ada";
  page.email = "ada@shop.example";
  page.email_verified = true;
  page.signed_in_at = *parse_instant("2026-03-03T09:05:59Z");
  page.methods = {"pwd"};
  page.token = "sealed-token";
  return page;
}

TEST(pages, tell_people_who_they_are) {
  const auto shown = render(account());
  for (const auto* part :
       {"<title>Your account</title>", "<strong>Ada Lovelace</strong>", "<dd>Ada Lovelace</dd>",
        "<dt>User name</dt><dd>ada</dd>", "ada@shop.example <span class=\"tag good\">verified<",
        "<time datetime=\"2026-03-03T09:05:59.000000Z\">3 March 2026, 09:05 UTC</time>",
        "with your password", "method=\"post\" action=\"/account/sign-out\"",
        "name=\"token\" value=\"sealed-token\""})
    EXPECT_TRUE(holds(shown, part)) << part;
  auto page = account();
  page.methods = {"pwd", "otp"};
  EXPECT_TRUE(holds(render(page), "with your password and by otp"));
}

TEST(pages, tell_people_that_their_password_was_changed) {
  auto page = account();
  EXPECT_TRUE(holds(render(page), "href=\"/account/password\">Change your password</a>"));
  EXPECT_FALSE(holds(render(page), "was changed"));
  page.password_changed = true;
  const auto shown = render(page);
  for (const auto* part : {"<title>Password changed: Your account</title>", "role=\"status\"",
                           "<h2>Your password was changed</h2>"})
    EXPECT_TRUE(holds(shown, part)) << part;
}

TEST(pages, tell_people_what_is_not_known) {
  auto page = account();
  page.email_verified = false;
  page.display_name.clear();
  auto shown = render(page);
  EXPECT_TRUE(holds(shown, "<strong>ada</strong>"));
  EXPECT_FALSE(holds(shown, "<dt>Name</dt>"));
  EXPECT_TRUE(holds(shown, "<span class=\"tag\">not verified</span>"));
  page.email.clear();
  shown = render(page);
  EXPECT_TRUE(holds(shown, "<dt>E-mail</dt><dd>none</dd>"));
  EXPECT_FALSE(holds(shown, "verified"));
}

TEST(pages, name_a_client_only_where_there_is_one) {
  auto page = login();
  EXPECT_TRUE(holds(render(page), "to continue to <strong>Shop</strong>"));
  page.client.clear();
  EXPECT_TRUE(holds(render(page), "to see your account"));
  EXPECT_FALSE(holds(render(page), "to continue to"));
}

TEST(pages, lead_back_in) {
  const auto shown = render(signed_out_page{"demo"});
  EXPECT_TRUE(holds(shown, "<h1>You are signed out</h1>"));
  EXPECT_TRUE(holds(shown, "href=\"/account\""));
}

TEST(pages, carry_the_very_style_the_policy_names) {
  const auto shown = render(login());
  const auto start = shown.find("<style>") + 7;
  const auto style = shown.substr(start, shown.find("</style>") - start);
  const auto digest = crypto::base64_encode(crypto::sha256(as_bytes(style)));
  EXPECT_TRUE(holds(content_security_policy(), "style-src 'sha256-" + digest + "';"));
}

TEST(pages, lead_on_at_once_and_by_a_link) {
  const auto shown =
      render(onward_page{"demo", "Shop", "https://shop.example/back?code=a&state=b"});
  const auto* refresh =
      R"(<meta http-equiv="refresh" content="0; url=https://shop.example/back?code=a&amp;state=b">)";
  for (const auto* part :
       {"<title>Back to Shop</title>", "<h1>Back to Shop</h1>", "<footer>demo</footer>", refresh,
        "href=\"https://shop.example/back?code=a&amp;state=b\">Continue to Shop</a>"})
    EXPECT_TRUE(holds(shown, part)) << part;
  EXPECT_LT(shown.find("http-equiv"), shown.find("</head>"));
  EXPECT_FALSE(holds(shown, "<form"));
  EXPECT_FALSE(holds(shown, "<script"));
  EXPECT_FALSE(holds(render(login()), "http-equiv")) << "no other page leads anywhere by itself";
}

TEST(pages, lead_on_to_the_address_whatever_stands_in_it) {
  const auto leading = [](const std::string& to) {
    const auto shown = render(onward_page{"demo", "Shop", to});
    const auto start = shown.find("content=\"0; url=") + 16;
    return shown.substr(start, shown.find('"', start) - start);
  };
  EXPECT_EQ(leading("https://shop.example/o'neil;a=b,c?url='x';2"),
            "https://shop.example/o&apos;neil;a=b,c?url=&apos;x&apos;;2");
  EXPECT_EQ(leading("https://shop.example/\" ><x"), "https://shop.example/&quot; &gt;&lt;x");
  EXPECT_EQ(leading("com.example.app:/back?code=a"), "com.example.app:/back?code=a");
  // Without a scheme in front it would be read in another way, or lead back to this host.
  for (const auto* to : {"", "'https://evil.example/", "\"https://evil.example/", " x", "//x", "/"})
    EXPECT_THROW(leading(to), std::logic_error) << to;
}

TEST(pages, let_forms_lead_to_this_host_only) {
  EXPECT_TRUE(content_security_policy().ends_with("; form-action 'self'"));
  for (const auto* part : {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"})
    EXPECT_TRUE(holds(content_security_policy(), part)) << part;
}

TEST(pages, ask_whether_to_sign_out_and_say_who_wants_it) {
  logout_page page{"demo", "Shop", "Ada", "sealed-request", "sealed-token"};
  const auto shown = render(page);
  for (const auto* part :
       {"<title>Sign out?</title>", "<strong>Shop</strong>", "<strong>Ada</strong>",
        "action=\"/oauth/v2/end_session/confirm\"", "value=\"sign_out\"", "value=\"stay\"",
        "name=\"request\" value=\"sealed-request\"", "name=\"token\" value=\"sealed-token\""})
    EXPECT_TRUE(holds(shown, part)) << part;
  page.client.clear();
  EXPECT_FALSE(holds(render(page), "would like to sign you out"));
}

TEST(pages, ask_as_whom_to_go_on) {
  const auto shown = render(account_choice_page{"demo", "Shop", "Ada", "sealed", "token"});
  for (const auto* part : {"<title>Choose an account</title>", "Continue as Ada",
                           "Use another account", "action=\"/select-account\""})
    EXPECT_TRUE(holds(shown, part)) << part;
}

}
}

// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/demo.hpp"

#include "crypto/random.hpp"
#include "http/admin/clients.hpp"
#include "http/admin/users.hpp"
#include "ops/serve/first_entries.hpp"
#include "ops/serve/text_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muniment::ops {

namespace {

namespace json = boost::json;
using storage::startup_error;

void write(const std::filesystem::path& file, const demo& made) {
  const json::object document{
      {"issuer", made.issuer},
      {"user", {{"user_name", made.user_name}, {"password", made.password}}},
      {"spa", {{"client_id", made.spa_client}, {"redirect_uri", made.redirect_uri}}},
      {"web",
       {{"client_id", made.web_client},
        {"client_secret", made.web_secret},
        {"redirect_uri", made.redirect_uri}}}};
  storage::replace_file(file, json::serialize(document) + '\n', 0600);
}

demo read(const std::filesystem::path& file) {
  try {
    const auto document = json::parse(read_text(file).value_or(""));
    const auto at = [&](const char* pointer) {
      return std::string{document.at_pointer(pointer).as_string()};
    };
    return {at("/issuer"),          at("/user/user_name"), at("/user/password"),
            at("/spa/client_id"),   at("/web/client_id"),  at("/web/client_secret"),
            at("/web/redirect_uri")};
  } catch (const std::exception&) {
    throw startup_error{file.string() + " cannot be read",
                        "remove it together with the data directory, or restore it"};
  }
}

/// What an earlier start wrote, with the address of this one.
demo resume(const service& server, const std::filesystem::path& file) {
  auto known = read(file);
  const auto issuer = server.issuer_of("demo");
  if (known.issuer == issuer) return known;
  known.issuer = issuer;
  write(file, known);
  return known;
}

demo begin(service& server, const std::filesystem::path& file, unsigned short redirect_port) {
  if (std::filesystem::exists(file)) return resume(server, file);
  demo fresh;
  fresh.issuer = server.issuer_of("demo");
  fresh.user_name = "demo";
  fresh.password = http::made_password(server.node().choosing());
  fresh.spa_client = "demo-spa";
  fresh.web_client = "demo-web";
  fresh.web_secret = crypto::random_token(32);
  fresh.redirect_uri = demo_redirect_uri(redirect_port);
  write(file, fresh);
  return fresh;
}

asio::awaitable<void> add_person(service& server, http::workspace_door& at, const demo& wanted) {
  const auto known = co_await http::find_user(at, wanted.user_name);
  if (known) {
    // A start that was killed may have entered the person without a password.
    const auto credential = co_await at.credential_of(*known);
    if (credential.phase != muniment::credential::phase::absent) co_return;
    const auto set = co_await http::set_password(at, server.node(), *known, wanted.password, false,
                                                 the_system());
    expect_entered("the demo user's password", set.why);
    co_return;
  }
  http::new_user person;
  person.user_name = wanted.user_name;
  person.email = "demo@example.com";
  person.email_verified = true;
  person.display_name = "Demo Person";
  person.password = wanted.password;
  person.ids = server.node().user_ids();
  const auto entered =
      co_await http::register_user(at, server.node(), std::move(person), the_system());
  expect_entered("the demo user", entered.why);
}

std::string origin_of(const std::string& redirect_uri) {
  return redirect_uri.substr(0, redirect_uri.rfind('/'));
}

asio::awaitable<void> add_client(service& server, http::workspace_door& at,
                                 http::new_client wanted) {
  const auto name = wanted.client_id;
  wanted.algorithm = server.node().key_terms().algorithm;
  wanted.third_party = false;
  wanted.scopes.emplace_back("offline_access");
  wanted.post_logout_redirect_uris = {origin_of(wanted.redirect_uris.front()) + "/signed-out"};
  const auto entered = co_await http::register_client(at, std::move(wanted), the_system());
  expect_entered("the client " + name, entered.why);
}

asio::awaitable<void> fill(service& server, const demo& wanted) {
  co_await ensure_workspace(server, "demo", "Demo");
  const auto at = co_await server.node().workspaces().find("demo");
  if (!at) throw http::workspace_unavailable{"the workspace is not there"};
  co_await add_person(server, *at, wanted);
  http::new_client spa{wanted.spa_client,
                       "Demo single-page application",
                       client::client_type::spa,
                       {wanted.redirect_uri},
                       {origin_of(wanted.redirect_uri)}};
  co_await add_client(server, *at, std::move(spa));
  http::new_client web{
      wanted.web_client, "Demo web application", client::client_type::web, {wanted.redirect_uri}};
  web.secret = wanted.web_secret;
  co_await add_client(server, *at, std::move(web));
}

}

std::string demo_redirect_uri(unsigned short port) {
  return "http://localhost:" + std::to_string(port) + "/callback";
}

demo prepare_demo(service& server, const std::filesystem::path& file,
                  unsigned short redirect_port) {
  auto wanted = begin(server, file, redirect_port);
  try {
    server.wait_for(fill(server, wanted));
  } catch (const http::workspace_unavailable&) {
    throw startup_error{"the demo workspace does not wake", "start again; the log tells more"};
  }
  return wanted;
}

}

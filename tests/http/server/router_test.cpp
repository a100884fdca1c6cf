// SPDX-License-Identifier: Apache-2.0
#include "http/server/router.hpp"

#include "http/server/arrival.hpp"
#include "http/server/challenge.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::http {
namespace {

/// A workspace that tells its slug; nothing else is asked of it here.
class named_door final : public workspace_door {
public:
  explicit named_door(std::string slug) {
    identity_.issuer = "https://" + slug + ".b.test:8443";
    identity_.slug = std::move(slug);
  }
  void issued_as(std::string issuer) { identity_.issuer = std::move(issuer); }
  [[nodiscard]] const workspace_identity& identity() const override { return identity_; }
  [[nodiscard]] instant now() const override { return {}; }
  [[nodiscard]] std::uint64_t lease() const override { return held; }
  std::uint64_t held = 1;

  asio::awaitable<command_reply> decide(command_envelope) override { unasked(); }
  asio::awaitable<std::shared_ptr<const clients::row>> client(uuid) override { unasked(); }
  asio::awaitable<std::shared_ptr<const users::row>> user(uuid) override { unasked(); }
  asio::awaitable<std::shared_ptr<const sessions::row>> session(uuid) override { unasked(); }
  asio::awaitable<std::shared_ptr<const grants::row>> grant(uuid) override { unasked(); }
  asio::awaitable<std::shared_ptr<const consents::row>> consent(uuid) override { unasked(); }
  asio::awaitable<std::vector<grants::row>> open_grants(uuid, std::size_t) override { unasked(); }
  using after = std::optional<uuid>;
  asio::awaitable<rows_page<sessions::row>> sessions_of(uuid, after) override { unasked(); }
  asio::awaitable<rows_page<grants::row>> grants_of(uuid, after) override { unasked(); }
  asio::awaitable<bool> is_client_origin(std::string) override { unasked(); }
  [[nodiscard]] bool knows_client_origin(const std::string&) const override { unasked(); }
  asio::awaitable<muniment::grant::state<muniment::opened>> grant_state(uuid) override {
    unasked();
  }
  asio::awaitable<service_token::state<muniment::opened>> service_token_state(uuid) override {
    unasked();
  }
  asio::awaitable<std::optional<uuid>> holder(claim) override { unasked(); }
  asio::awaitable<std::optional<opened_user>> opened(uuid) override { unasked(); }
  asio::awaitable<credential::state<muniment::opened>> credential_of(uuid) override { unasked(); }
  asio::awaitable<crypto::hash> lookup_digest(std::string, std::string) override { unasked(); }
  asio::awaitable<crypto::hash> client_secret_digest(uuid, std::string) override { unasked(); }
  asio::awaitable<std::string> seal(std::string, bytes) override { unasked(); }
  asio::awaitable<std::optional<bytes>> unseal(std::string, std::string) override { unasked(); }
  asio::awaitable<std::optional<signing_choice>> signer(std::string) override { unasked(); }
  asio::awaitable<std::string> sign(std::string, std::string, std::string) override { unasked(); }
  asio::awaitable<claims_set> verified_claims(std::string, std::string) override { unasked(); }
  asio::awaitable<claims_set> hinted_claims(std::string, std::string) override { unasked(); }
  asio::awaitable<std::shared_ptr<const tagged_text>> key_set() override { unasked(); }

private:
  [[noreturn]] static void unasked() { throw std::logic_error{"not asked here"}; }
  workspace_identity identity_;
};

asio::awaitable<std::shared_ptr<workspace_door>> find(std::string slug) {
  if (slug == "waking") throw workspace_unavailable{"it wakes"};
  if (slug == "nobody") co_return nullptr;
  auto door = std::make_shared<named_door>(slug);
  if (slug == "lapsed") door->held = 0;
  co_return door;
}

/// `old` was made by settings that have been changed since.
asio::awaitable<std::shared_ptr<workspace_door>> find_old(std::string slug, std::string issuer) {
  auto door = std::make_shared<named_door>(slug);
  if (slug == "old") door->issued_as(std::move(issuer));
  co_return door;
}

/// Its lease ends while it answers, and it may have another by then.
asio::awaitable<response> lapse(workspace_door& door, request_ptr) {
  dynamic_cast<named_door&>(door).held = 2;
  co_return response{.body = "told under a lease that is over"};
}

asio::awaitable<response> tell(workspace_door& door, request_ptr asked) {
  co_return response{.body = door.identity().slug + " " + asked->method + " " + asked->path};
}

asio::awaitable<response> falter(workspace_door&, request_ptr) {
  throw workspace_unavailable{"it wakes"};
  co_return response{};
}

asio::awaitable<response> tell_control(request_ptr asked) {
  if (asked->path == "/control/asleep") throw workspace_unavailable{"it wakes"};
  co_return response{.body = "control " + asked->path};
}

/// Says how it was shared.
asio::awaitable<response> share_asking(workspace_door& door, request_ptr, response told) {
  if (door.identity().slug == "falling-asleep") throw workspace_unavailable{"it sleeps"};
  told.fields.push_back({"Shared", "as it was asked"});
  co_return told;
}

response share_at_once(const workspace_door&, const request&, response told) {
  told.fields.push_back({"Shared", "at once"});
  return told;
}

/// Only `acme` is awake.
std::shared_ptr<const workspace_door> glance(const std::string& slug) {
  return slug == "acme" ? std::make_shared<named_door>(slug) : nullptr;
}

class router_test : public testing::Test {
protected:
  routing table() {
    return {.hosts = *host_router::make({.base_domain = "b.test"}),
            .find = find,
            .workspace = {{{"GET", "POST"}, "/told", error_style::problem, tell, {}, true},
                          {{"POST", "OPTIONS"},
                           "/token",
                           error_style::oauth,
                           falter,
                           {share_asking, share_at_once}},
                          {{"GET"}, "/page", error_style::page, falter},
                          {{"GET"}, "/shown", error_style::page, tell},
                          {{"GET"}, "/lapses", error_style::problem, lapse},
                          {{"GET"},
                           "/wait",
                           error_style::problem,
                           [this](workspace_door&, request_ptr) { return wait(); }}},
            .control = {{{"GET"}, "/control/*", tell_control, error_style::problem, true},
                        {{"POST"}, "/control/token", tell_control, error_style::oauth}},
            .in_flight_per_workspace = 1,
            .answering = glance,
            .control_origin = "https://api.b.test"};
  }

  /// From now on under these settings, where the workspace `old` has that issuer.
  void change(const host_settings& hosts, const std::string& issuer) {
    auto changed = table();
    changed.hosts = *host_router::make(hosts);
    changed.find = [issuer](std::string slug) { return find_old(std::move(slug), issuer); };
    handle = make_router(std::move(changed));
  }

  asio::awaitable<response> wait() {
    const auto executor = co_await asio::this_coro::executor;
    opened = std::make_shared<arrival<int>>(executor);
    co_await opened->wait();
    co_return response{.body = "waited"};
  }

  std::future<response> begin(std::string host, std::string method, std::string path) {
    auto asked = std::make_shared<request>();
    asked->method = std::move(method);
    asked->path = path.substr(0, path.find('?'));
    if (asked->path.size() < path.size()) asked->query = path.substr(asked->path.size() + 1);
    if (!host.empty()) asked->fields = {{"Host", host}};
    return asio::co_spawn(context, handle(asked), asio::use_future);
  }

  response ask(std::string host, std::string method, std::string path) {
    auto reply = begin(std::move(host), std::move(method), std::move(path));
    context.restart();
    while (reply.wait_for(std::chrono::seconds{0}) != std::future_status::ready)
      context.run_one();
    return reply.get();
  }

  static std::string field(const response& reply, std::string_view name) {
    for (const auto& each : reply.fields)
      if (each.name == name) return each.value;
    return "";
  }

  response page_with(const std::string& host, const std::string& cookies) {
    auto asked = std::make_shared<request>();
    asked->method = "GET";
    asked->path = "/shown";
    asked->fields = {{"Host", host}, {"Cookie", cookies}};
    auto reply = asio::co_spawn(context, handle(asked), asio::use_future);
    context.restart();
    context.run();
    return reply.get();
  }

  asio::io_context context{1};
  std::shared_ptr<arrival<int>> opened; // Its timer needs the context.
  handler handle = make_router(table());
};

TEST_F(router_test, goes_from_host_to_workspace_to_handler) {
  EXPECT_EQ(ask("acme.b.test", "GET", "/told").body, "acme GET /told");
  EXPECT_EQ(ask("B.test:8443", "POST", "/told").body, "default POST /told");
  EXPECT_EQ(ask("api.b.test", "GET", "/control/x").body, "control /control/x");
}

TEST_F(router_test, sends_who_reads_at_another_host_to_the_issuers) {
  for (const auto* path : {"/told", "/nothing"}) {
    const auto moved = ask("b.test", "GET", path);
    EXPECT_EQ(moved.status, 308) << path;
    EXPECT_EQ(field(moved, "Location"), std::string{"https://default.b.test:8443"} + path);
  }
  EXPECT_EQ(ask("b.test", "HEAD", "/told").status, 308);
  EXPECT_EQ(ask("default.b.test", "GET", "/told").status, 200);
}

TEST_F(router_test, sends_nobody_to_an_issuer_whose_host_is_another_workspaces_by_now) {
  change({.base_domain = "b.test", .primary_workspace = "new"}, "https://b.test:8443");
  const auto told = ask("old.b.test", "GET", "/told");
  EXPECT_EQ(told.status, 503);
  EXPECT_EQ(field(told, "Location"), "");
  EXPECT_EQ(field(told, "Content-Type"), "application/problem+json");
  EXPECT_EQ(field(told, "Retry-After"), "1");
  EXPECT_EQ(told.cause, "its issuer is https://b.test:8443, whose host does not lead to it: "
                        "muniment workspace rename old old");
  EXPECT_EQ(field(ask("old.b.test", "HEAD", "/page"), "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(field(ask("old.b.test", "GET", "/token"), "Content-Type"), "application/json");
  EXPECT_EQ(ask("old.b.test", "POST", "/told").body, "old POST /told")
      << "what is sent is not moved";
  EXPECT_EQ(ask("new.b.test", "GET", "/told").body, "new GET /told");
}

TEST_F(router_test, sends_nobody_to_an_issuer_whose_host_is_nobodys_by_now) {
  change({.base_domain = "b.test", .pattern = "id-{slug}.{base_domain}"},
         "https://old.b.test:8443");
  const auto told = ask("id-old.b.test", "GET", "/told");
  EXPECT_EQ(told.status, 503);
  EXPECT_EQ(field(told, "Location"), "");
  EXPECT_NE(told.cause.find("https://old.b.test:8443"), std::string::npos) << told.cause;
  EXPECT_EQ(ask("old.b.test", "GET", "/told").status, 400) << "no host of the new pattern";
}

/// Hosts know no port: whoever reads where the issuer says is answered there.
TEST_F(router_test, answers_at_the_issuers_host_whatever_port_the_issuer_names) {
  change({.base_domain = "b.test", .default_workspace = "old"}, "https://old.b.test:1");
  EXPECT_EQ(ask("old.b.test:8443", "GET", "/told").body, "old GET /told");
  EXPECT_EQ(field(ask("b.test:8443", "GET", "/told"), "Location"), "https://old.b.test:1/told");
}

TEST_F(router_test, tells_whom_it_cannot_find) {
  for (const auto& [host, status, code] :
       {std::tuple("", 400, "missing_host"), std::tuple("dev.acme.b.test", 400, "invalid_format"),
        std::tuple("acme.other.test", 404, "tenant_not_found"),
        std::tuple("nobody.b.test", 404, "tenant_not_found"),
        std::tuple("acme--console.b.test", 404, "console_not_served"),
        std::tuple("nobody--console.b.test", 404, "console_not_served")}) {
    const auto reply = ask(host, "GET", "/told");
    EXPECT_EQ(reply.status, status) << host;
    EXPECT_NE(reply.body.find(code), std::string::npos) << host;
  }
  EXPECT_NE(ask("nobody.b.test", "GET", "/unknown").body.find("tenant_not_found"),
            std::string::npos);
}

TEST_F(router_test, knows_its_paths_and_methods) {
  EXPECT_EQ(ask("acme.b.test", "GET", "/").status, 404);
  EXPECT_EQ(ask("api.b.test", "GET", "/told").status, 404);
  EXPECT_EQ(ask("acme.b.test", "GET", "/control/x").status, 404);
  const auto other = ask("acme.b.test", "DELETE", "/told");
  EXPECT_EQ(other.status, 405);
  EXPECT_EQ(field(other, "Allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask("acme.b.test", "OPTIONS", "/told").status, 405);
  EXPECT_EQ(ask("acme.b.test", "HEAD", "/told").body, "acme GET /told");
  EXPECT_EQ(ask("api.b.test", "POST", "/control/x").status, 405);
  EXPECT_EQ(ask("api.b.test", "GET", "/control/asleep").status, 503);
}

TEST_F(router_test, tells_an_unavailable_workspace_in_the_style_of_the_route) {
  const auto oauth = ask("acme.b.test", "OPTIONS", "/token");
  EXPECT_EQ(oauth.status, 503);
  EXPECT_EQ(field(oauth, "Content-Type"), "application/json");
  EXPECT_EQ(field(oauth, "Retry-After"), "1");
  EXPECT_NE(oauth.body.find(R"("error":"temporarily_unavailable")"), std::string::npos);
  const auto page = ask("acme.b.test", "GET", "/page");
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(field(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(field(page, "Retry-After"), "1");
  EXPECT_NE(page.body.find("<footer>acme</footer>"), std::string::npos) << page.body;
  const auto other = ask("acme.b.test", "POST", "/page");
  EXPECT_EQ(other.status, 405);
  EXPECT_EQ(field(other, "Allow"), "GET, HEAD");
  EXPECT_NE(other.body.find("<code>method_not_allowed</code>"), std::string::npos) << other.body;
  const auto problem = ask("waking.b.test", "GET", "/told");
  EXPECT_EQ(problem.status, 503);
  EXPECT_EQ(field(problem, "Content-Type"), "application/problem+json");
  EXPECT_EQ(field(problem, "Retry-After"), "1");
  EXPECT_EQ(ask("acme.b.test", "GET", "/token").status, 405);
}

TEST_F(router_test, tells_what_the_listener_tells_in_the_style_of_the_route) {
  const auto front = make_front(table());
  const auto told = [&](std::string host, std::string method, std::string path, int status) {
    request asked;
    asked.method = std::move(method);
    asked.path = std::move(path);
    asked.fields = {{"Host", std::move(host)}};
    asked.request_id = "request-1";
    return front.tell(asked, {status, "some_code", "Some title.", ""});
  };
  const auto oauth = told("acme.b.test", "POST", "/token", 500);
  EXPECT_EQ(oauth.status, 500);
  EXPECT_NE(oauth.body.find(R"("error":"server_error")"), std::string::npos) << oauth.body;
  EXPECT_EQ(field(oauth, "Shared"), "at once");
  EXPECT_EQ(field(told("waking.b.test", "POST", "/token", 503), "Shared"), "") << "not awake";
  const auto busy = told("acme.b.test", "POST", "/token", 503);
  EXPECT_NE(busy.body.find(R"("error":"temporarily_unavailable")"), std::string::npos);
  const auto control = told("api.b.test", "POST", "/control/token", 503);
  EXPECT_NE(control.body.find(R"("error":"temporarily_unavailable")"), std::string::npos);
  const auto page = told("acme.b.test", "GET", "/page", 500);
  EXPECT_EQ(field(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("request-1"), std::string::npos) << page.body;
  for (const auto& [host, path] :
       {std::pair{"acme.b.test", "/told"}, std::pair{"acme.b.test", "/unknown"},
        std::pair{"api.b.test", "/control/x"}, std::pair{"other.test", "/page"}})
    EXPECT_EQ(field(told(host, "GET", path, 503), "Content-Type"), "application/problem+json")
        << host << path;
}

TEST_F(router_test, lets_scripts_read_what_it_tells_itself_where_the_endpoint_does) {
  const auto shared = [&](const char* host, const char* method, const std::string& target) {
    return field(ask(host, method, target), "Shared");
  };
  EXPECT_EQ(shared("acme.b.test", "GET", "/token"), "as it was asked") << "405";
  EXPECT_EQ(shared("acme.b.test", "POST", "/token?access_token=x"), "as it was asked") << "400";
  EXPECT_EQ(shared("acme.b.test", "POST", "/token"), "at once") << "503 of its handler";
  EXPECT_EQ(shared("lapsed.b.test", "POST", "/token"), "at once") << "503 for want of a lease";
  EXPECT_EQ(shared("falling-asleep.b.test", "GET", "/token"), "") << "nobody can say whose";
  EXPECT_EQ(shared("waking.b.test", "POST", "/token"), "");
  EXPECT_EQ(shared("nobody.b.test", "GET", "/token"), "");
  EXPECT_EQ(shared("other.test", "GET", "/token"), "");
  EXPECT_EQ(shared("acme.b.test", "DELETE", "/told"), "") << "nothing is shared there";
}

TEST_F(router_test, clears_on_pages_the_cookies_of_neighbours) {
  const auto page = page_with("acme.b.test:8443", "__Host-session=s; bomb=x");
  std::vector<std::string> cleared;
  for (const auto& each : page.fields)
    if (each.name == "Set-Cookie") cleared.push_back(each.value);
  EXPECT_EQ(cleared, (std::vector<std::string>{"bomb=; Path=/; Secure; Max-Age=0",
                                               "bomb=; Path=/; Secure; Max-Age=0; Domain=b.test"}));
  EXPECT_EQ(field(ask("acme.b.test", "GET", "/shown"), "Set-Cookie"), "");
}

TEST_F(router_test, answers_nothing_at_an_address_with_a_token_in_it) {
  for (const auto& [host, method, path, realm] :
       {std::tuple("acme.b.test", "GET", "/told", "https://acme.b.test:8443"),
        std::tuple("b.test", "GET", "/told", "https://default.b.test:8443"),
        std::tuple("b.test", "HEAD", "/page", ""), std::tuple("b.test", "GET", "/nothing", ""),
        std::tuple("acme.b.test", "POST", "/token", ""),
        std::tuple("api.b.test", "GET", "/control/x", "https://api.b.test"),
        std::tuple("api.b.test", "POST", "/control/token", "")}) {
    const auto reply = ask(host, method, std::string(path) + "?a=b&access_token=secret");
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos) << path;
    EXPECT_EQ(field(reply, "Location"), "") << path;
    EXPECT_EQ(field(reply, "WWW-Authenticate"),
              *realm ? bearer_challenge(realm, "invalid_request") : "")
        << path;
  }
  EXPECT_EQ(ask("acme.b.test", "GET", "/told?a=access_token").status, 200);
  EXPECT_NE(ask("acme.b.test", "POST", "/token?access_token=x").body.find("invalid_request"),
            std::string::npos);
}

TEST_F(router_test, answers_for_a_workspace_only_under_the_lease_it_began_with) {
  for (const auto& [host, path] :
       {std::tuple("acme.b.test", "/lapses"), std::tuple("lapsed.b.test", "/told")}) {
    const auto reply = ask(host, "GET", path);
    EXPECT_EQ(reply.status, 503) << host << path;
    EXPECT_EQ(field(reply, "Retry-After"), "1");
    EXPECT_EQ(reply.body.find("told under"), std::string::npos);
  }
}

TEST_F(router_test, turns_away_what_is_too_much_for_one_workspace_only) {
  auto first = begin("acme.b.test", "GET", "/wait");
  while (!opened)
    context.run_one();
  EXPECT_EQ(field(ask("acme.b.test", "POST", "/token"), "Shared"), "at once");
  const auto second = ask("acme.b.test", "GET", "/told");
  EXPECT_EQ(second.status, 503);
  EXPECT_EQ(field(second, "Retry-After"), "1");
  EXPECT_NE(second.body.find("workspace_overloaded"), std::string::npos);
  EXPECT_EQ(ask("other.b.test", "GET", "/told").status, 200);
  arrival<int>::deliver(opened, 1);
  context.restart();
  context.run();
  EXPECT_EQ(first.get().body, "waited");
  EXPECT_EQ(ask("acme.b.test", "GET", "/told").status, 200);
}

}
}

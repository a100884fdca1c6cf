// SPDX-License-Identifier: Apache-2.0
#include "http/server/router.hpp"

#include "http/pages/html_reply.hpp"
#include "http/server/canonical.hpp"
#include "http/server/foreign_cookies.hpp"
#include "http/server/form.hpp"
#include "http/server/problems.hpp"
#include "http/server/reply.hpp"
#include "http/server/routes.hpp"

#include <map>
#include <utility>

namespace muniment::http {
namespace {

template <class Route>
std::vector<route_name> names_of(const std::vector<Route>& table) {
  std::vector<route_name> names;
  for (const auto& each : table)
    names.push_back({each.methods, each.path});
  return names;
}

fixed_text oauth_code_of(int status) {
  switch (status) {
  case 500:
    return "server_error";
  case 503:
    return "temporarily_unavailable";
  default:
    return "invalid_request";
  }
}

response oauth_of(const problem& told) {
  return {.status = told.status,
          .fields = {{"Content-Type", std::string(json_media_type)}},
          .body = render(oauth_error{oauth_code_of(told.status), told.title})};
}

/// How a failure is told, and with which names on a page.
struct teller {
  error_style style = error_style::problem;
  std::string_view workspace = {};
  std::string_view request_id = {};
};

response failure_of(const teller& by, const problem& told) {
  switch (by.style) {
  case error_style::page:
    return pages::failure_reply(told, std::string(by.workspace), std::string(by.request_id));
  case error_style::oauth:
    return oauth_of(told);
  case error_style::problem:
    break;
  }
  return reply_of(told);
}

constexpr auto no_lease = "another node may answer for the workspace";

response retry_later(const teller& by, const problem& told, std::string cause = {}) {
  auto reply = failure_of(by, told);
  reply.cause = std::move(cause);
  reply.fields.push_back({"Retry-After", "1"});
  return reply;
}

/// What to answer where no route was chosen.
response missed(const route_choice& choice, const teller& by) {
  const auto* other_method = std::get_if<no_method>(&choice);
  if (!other_method) return reply_of(problems::not_found);
  auto reply = failure_of(by, problems::method_not_allowed);
  reply.fields.push_back({"Allow", other_method->allow});
  return reply;
}

/// The request as the handler expects it.
request_ptr handed(const request_ptr& asked, const route_found& found) {
  if (!found.head_by_get) return asked;
  auto copy = std::make_shared<request>(*asked);
  copy->method = "GET";
  return copy;
}

class router : public std::enable_shared_from_this<router> {
public:
  explicit router(routing table)
      : table_{std::move(table)}, workspace_{names_of(table_.workspace)}, control_{names_of(
                                                                              table_.control)} {}

  asio::awaitable<response> answer(request_ptr asked) {
    const auto self = shared_from_this();
    const auto destination = table_.hosts.route(asked->field("host"));
    if (std::holds_alternative<control_host>(destination)) co_return co_await at_control(asked);
    if (const auto* workspace = std::get_if<workspace_host>(&destination)) {
      auto answering = at_workspace(workspace->slug, asked);
      co_return co_await std::move(answering);
    }
    if (const auto* error = std::get_if<host_error>(&destination))
      co_return reply_of(problem_of(*error));
    // The same for every workspace, whether there is one or not.
    co_return reply_of(problems::console_not_served);
  }

  [[nodiscard]] response tell(const request& asked, const problem& what) const {
    const auto destination = table_.hosts.route(asked.field("host"));
    if (std::holds_alternative<control_host>(destination))
      return failure_of({control_style_of(control_.choose(asked.method, asked.path))}, what);
    const auto* workspace = std::get_if<workspace_host>(&destination);
    if (!workspace) return reply_of(what);
    const auto style = style_of(workspace_.choose(asked.method, asked.path));
    return failure_of({style, workspace->slug, asked.request_id}, what);
  }

private:
  /// One request among those of its workspace.
  class place {
  public:
    place(std::map<std::string, std::size_t>& counts, const std::string& slug)
        : counts_{counts}, mine_{counts.try_emplace(slug, 0).first} {
      ++mine_->second;
    }
    ~place() {
      if (--mine_->second == 0) counts_.erase(mine_);
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    [[nodiscard]] std::size_t count() const { return mine_->second; }

  private:
    std::map<std::string, std::size_t>& counts_;
    std::map<std::string, std::size_t>::iterator mine_;
  };

  [[nodiscard]] error_style style_of(const route_choice& choice) const {
    if (const auto* found = std::get_if<route_found>(&choice))
      return table_.workspace[found->place].style;
    if (const auto* other_method = std::get_if<no_method>(&choice))
      return table_.workspace[other_method->place].style;
    return error_style::problem;
  }

  [[nodiscard]] error_style control_style_of(const route_choice& choice) const {
    const auto* found = std::get_if<route_found>(&choice);
    return found ? table_.control[found->place].style : error_style::problem;
  }

  asio::awaitable<response> at_control(request_ptr asked) {
    const auto choice = control_.choose(asked->method, asked->path);
    const auto* found = std::get_if<route_found>(&choice);
    const teller by{control_style_of(choice)};
    if (!found) co_return missed(choice, by);
    if (carries_token(asked->query)) co_return failure_of(by, problems::token_in_query);
    try {
      auto handling = table_.control[found->place].handle(handed(asked, *found));
      co_return co_await std::move(handling);
    } catch (const workspace_unavailable& why) {
      co_return retry_later(by, problems::workspace_unavailable, why.what());
    }
  }

  asio::awaitable<response> at_workspace(std::string slug, request_ptr asked) {
    const auto choice = workspace_.choose(asked->method, asked->path);
    const teller by{style_of(choice), slug, asked->request_id};
    auto answering = at_route(slug, asked, choice, by);
    auto reply = co_await std::move(answering);
    if (by.style == error_style::page) {
      const auto host = asked->field("host").value_or("");
      clear_foreign_cookies(*asked, table_.hosts.shared_domain(host), reply);
    }
    co_return reply;
  }

  /// Whoever awaits it keeps what it is given.
  asio::awaitable<response> at_route(const std::string& slug, const request_ptr& asked,
                                     const route_choice& choice, const teller& by) {
    const auto* found = std::get_if<route_found>(&choice);
    const place here{in_flight_, slug};
    if (here.count() > table_.in_flight_per_workspace)
      co_return retry_later(by, problems::workspace_overloaded);
    try {
      auto finding = table_.find(slug);
      const auto door = co_await std::move(finding);
      if (!door) co_return reply_of(problem_of(host_error::tenant_not_found));
      if (auto moved = moved_to_issuer(*asked, door->identity().issuer))
        co_return std::move(*moved);
      if (!found) co_return missed(choice, by);
      if (carries_token(asked->query)) co_return failure_of(by, problems::token_in_query);
      const auto lease = door->lease();
      if (lease == 0) co_return retry_later(by, problems::workspace_unavailable, no_lease);
      auto handling = table_.workspace[found->place].handle(*door, handed(asked, *found));
      auto reply = co_await std::move(handling);
      if (door->lease() != lease)
        co_return retry_later(by, problems::workspace_unavailable, no_lease);
      co_return reply;
    } catch (const workspace_unavailable& why) {
      co_return retry_later(by, problems::workspace_unavailable, why.what());
    }
  }

  const routing table_;
  const routes workspace_;
  const routes control_;
  std::map<std::string, std::size_t> in_flight_; // By slug; only those with any.
};

}

front make_front(routing table) {
  const auto made = std::make_shared<router>(std::move(table));
  return {[made](request_ptr asked) { return made->answer(std::move(asked)); },
          [made](const request& asked, const problem& what) { return made->tell(asked, what); }};
}

handler make_router(routing table) { return make_front(std::move(table)).answer; }

}

// SPDX-License-Identifier: Apache-2.0
#include "http/server/router.hpp"

#include "http/pages/html_reply.hpp"
#include "http/server/canonical.hpp"
#include "http/server/challenge.hpp"
#include "http/server/foreign_cookies.hpp"
#include "http/server/form.hpp"
#include "http/server/problems.hpp"
#include "http/server/reply.hpp"
#include "http/server/routes.hpp"

#include <map>
#include <utility>

namespace muniment::http {
namespace {

route_name name_of(const route& each) { return {each.methods, each.path, each.acts_on_get}; }
route_name name_of(const control_route& each) { return {each.methods, each.path}; }

template <class Route>
std::vector<route_name> names_of(const std::vector<Route>& table) {
  std::vector<route_name> names;
  names.reserve(table.size());
  for (const auto& each : table)
    names.push_back(name_of(each));
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

/// To who sent a token in the address. Where tokens are taken the realm is who gives them, and the
/// reply says what was wrong with this one (RFC 6750 section 3); elsewhere it is empty.
response token_refused(const teller& by, const std::string& realm) {
  auto reply = failure_of(by, problems::token_in_query);
  if (!realm.empty())
    reply.fields.push_back({"WWW-Authenticate", bearer_challenge(realm, "invalid_request")});
  return reply;
}

constexpr auto no_lease = "another node may answer for the workspace";

response retry_later(const teller& by, const problem& told, std::string cause = {}) {
  auto reply = failure_of(by, told);
  reply.cause = std::move(cause);
  reply.fields.push_back({"Retry-After", "1"});
  return reply;
}

/// For the log, and whoever reads it there.
std::string misled(const std::string& issuer, const std::string& slug) {
  return "its issuer is " + issuer +
         ", whose host does not lead to it: muniment workspace rename " + slug + ' ' + slug;
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
    const auto* at = meant(workspace_.choose(asked.method, asked.path));
    return shared_at_once(glance(workspace->slug).get(), asked, at,
                          failure_of({style_of(at), workspace->slug, asked.request_id}, what));
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

  /// The endpoint of a workspace, also where its method is another one; null where there is none.
  [[nodiscard]] const route* meant(const route_choice& choice) const {
    if (const auto* found = std::get_if<route_found>(&choice))
      return &table_.workspace[found->place];
    if (const auto* other_method = std::get_if<no_method>(&choice))
      return &table_.workspace[other_method->place];
    return nullptr;
  }

  [[nodiscard]] static error_style style_of(const route* at) {
    return at ? at->style : error_style::problem;
  }

  [[nodiscard]] std::shared_ptr<const workspace_door> glance(const std::string& slug) const {
    return table_.answering ? table_.answering(slug) : nullptr;
  }

  /// Told while the workspace cannot be waited for, or is not there to be asked (null).
  static response shared_at_once(const workspace_door* door, const request& asked, const route* at,
                                 response told) {
    if (!door || !at || !at->sharing.at_once) return told;
    return at->sharing.at_once(*door, asked, std::move(told));
  }

  /// Whoever awaits it keeps what it is given.
  static asio::awaitable<response> shared(workspace_door& door, const request_ptr& asked,
                                          const route* at, response told) {
    if (!at || !at->sharing.asking) co_return told;
    try {
      auto sharing = at->sharing.asking(door, asked, told);
      co_return co_await std::move(sharing);
    } catch (const workspace_unavailable&) {
      // Then nobody can say whose scripts may read it.
    }
    co_return told;
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
    const auto& at = table_.control[found->place];
    if (carries_token(asked->query))
      co_return token_refused(by, at.takes_token ? table_.control_origin : "");
    try {
      auto handling = at.handle(handed(asked, *found));
      co_return co_await std::move(handling);
    } catch (const workspace_unavailable& why) {
      co_return retry_later(by, problems::workspace_unavailable, why.what());
    }
  }

  asio::awaitable<response> at_workspace(std::string slug, request_ptr asked) {
    const auto choice = workspace_.choose(asked->method, asked->path);
    const teller by{style_of(meant(choice)), slug, asked->request_id};
    auto answering = at_route(slug, asked, choice, by);
    auto reply = co_await std::move(answering);
    if (by.style == error_style::page) {
      const auto host = asked->field("host").value_or("");
      clear_foreign_cookies(*asked, table_.hosts.shared_domain(host), reply);
    }
    co_return reply;
  }

  /// What is told of a request by which no handler is asked.
  [[nodiscard]] std::optional<response> without_handler(const workspace_door& door,
                                                        const request& asked,
                                                        const route_choice& choice,
                                                        const teller& by) const {
    const auto& issuer = door.identity().issuer;
    const std::string slug{by.workspace};
    if (carries_token(asked.query)) {
      const auto* at = meant(choice);
      return token_refused(by, at && at->takes_token ? issuer : "");
    }
    if (auto moved = moved_to_issuer(asked, issuer)) {
      if (leads_to(table_.hosts, issuer, slug)) return moved;
      return retry_later(by, problems::workspace_unavailable, misled(issuer, slug));
    }
    if (!std::holds_alternative<route_found>(choice)) return missed(choice, by);
    return {};
  }

  /// Whoever awaits it keeps what it is given.
  asio::awaitable<response> at_route(const std::string& slug, const request_ptr& asked,
                                     const route_choice& choice, const teller& by) {
    const auto* at = meant(choice);
    const place here{in_flight_, slug};
    if (here.count() > table_.in_flight_per_workspace)
      co_return shared_at_once(glance(slug).get(), *asked, at,
                               retry_later(by, problems::workspace_overloaded));
    std::shared_ptr<workspace_door> door;
    std::string cause = no_lease;
    try {
      auto finding = table_.find(slug);
      door = co_await std::move(finding);
      if (!door) co_return reply_of(problem_of(host_error::tenant_not_found));
      if (auto told = without_handler(*door, *asked, choice, by)) {
        auto sharing = shared(*door, asked, at, std::move(*told));
        co_return co_await std::move(sharing);
      }
      if (const auto lease = door->lease(); lease != 0) {
        auto handling = at->handle(*door, handed(asked, std::get<route_found>(choice)));
        auto reply = co_await std::move(handling);
        if (door->lease() == lease) co_return reply;
      }
    } catch (const workspace_unavailable& why) {
      cause = why.what();
    }
    co_return shared_at_once(door.get(), *asked, at,
                             retry_later(by, problems::workspace_unavailable, std::move(cause)));
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

// SPDX-License-Identifier: Apache-2.0
#include "http/errors_documentation.hpp"

#include "actors/refusals.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/oidc/oauth_errors.hpp"
#include "http/server/framing_refusal.hpp"
#include "http/server/host.hpp"
#include "http/server/problems.hpp"

#include <array>
#include <initializer_list>

namespace muniment::http {
namespace {

constexpr std::string_view opening = R"(# Errors

Made from the registers of the program: the refusals (`actors/refusals.def`), the problems
(`http/server/problems.hpp`, `http/server/host.cpp`), the framing refusals
(`http/server/framing_refusal.cpp`) and the OAuth errors (`http/oidc/oauth_errors.cpp`). A test keeps this
page equal to them, and another finds a problem or an OAuth error in the sources that is in none of them.

It covers every code with which HTTP answers. It does not list the details of single values (`invalid_value`,
`malformed_body`, `unauthorized`), the descriptions that go with an OAuth error, the sentences of pages,
causes in the log, or what the command line says of itself.

One failure is told in one of three ways, by what was asked for:

- The APIs, and addresses that nothing else answers: a problem (RFC 9457), `application/problem+json`, such as
  below. `code` is stable and is what a program should look at; `detail` says what to do; `member` names what
  of the request is to blame.
- The OAuth endpoints: `error` and `error_description` (RFC 6749).
- Pages, for people: a sentence; the code, or the OAuth error, stands below it for the developer.

The `type` of a problem is `urn:muniment:problem:` and its code. A 503 names in `Retry-After` when to come
again. Every reply has an `X-Request-Id`, under which the log knows it.

```json
)";

constexpr std::string_view about_problems = R"(```

## Problems

What the server tells about itself, and about requests that reach no rule. At the OAuth endpoints a status of
503 is `temporarily_unavailable`, 500 is `server_error`, any other `invalid_request`.

| code | status | title | when | what to do |
|---|---|---|---|---|
)";

constexpr std::string_view about_refusals = R"(
## Refusals

The lawful no: the answer of a rule. The title of the problem is the sentence here, its detail is what to do.
The events `refusal.recorded` of the journal name these codes too. The column OAuth says which error it counts as
where an OAuth endpoint or a login refuses.

Refusals of status 503, and `in_flight`, are of a moment: who asks a workspace is told `workspace_unavailable`.

| code | status | OAuth | title | when | what to do |
|---|---|---|---|---|---|
)";

constexpr std::string_view about_framing = R"(
## Malformed requests

What is no request of HTTP/1.1 as it should be. The reply has no detail, and the connection is closed: where a
request whose frame is in doubt ends, nobody can tell. What to do: repair the client, or what stands between.

| code | status | title |
|---|---|---|
)";

constexpr std::string_view about_oauth = R"(
## OAuth and OpenID Connect

`error` as the protocols name it. *By redirect* means: in the query of the redirect to the client, with `state`
and `iss`. *On a page* means: the user stays here, since the address of the client cannot be trusted.

| error | defined in | given | what to do |
|---|---|---|---|
)";

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string row(std::initializer_list<std::string_view> cells) {
  std::string line = "|";
  for (const auto cell : cells)
    line += cell.empty() ? " |" : " " + std::string(cell) + " |";
  return line + "\n";
}

std::string row(const problem& told, std::string_view when) {
  return row({code(told.code.view()), std::to_string(told.status), told.title.view(), when,
              told.detail.view()});
}

std::string problem_rows() {
  std::string text;
  for (const auto& each : told_problems())
    text += row(each.told, each.when);
  text += row(problem_of(host_error::missing_host), "HTTP/1.0 without a Host field.");
  text += row(problem_of(host_error::invalid_format),
              "No workspace can have this host, or it is no name of a host at all.");
  text += row(problem_of(host_error::tenant_not_found),
              "The host is not below the base domain, or no workspace has this name.");
  return text;
}

std::string refusal_rows() {
  std::string text;
  for (const auto& each : refusals()) {
    const auto told = problem_of(each.code);
    const auto oauth = each.oauth_error.empty() ? std::string() : code(each.oauth_error);
    text += row({code(told.code.view()), std::to_string(told.status), oauth, told.title.view(),
                 each.cause, told.detail.view()});
  }
  return text;
}

std::string framing_rows() {
  std::string text;
  for (const auto& each : framing_refusals())
    text += row({code(each.code.view()), std::to_string(each.status), each.sentence.view()});
  return text;
}

std::string oauth_rows() {
  std::string text;
  for (const auto& each : oidc::oauth_errors())
    text += row({code(each.error), each.defined_in, each.given, each.cure});
  return text;
}

}

std::string errors_page() {
  const auto example =
      render(with_detail(problem_of(refusal_code::invalid_value), "It is missing.", "user_name"));
  std::string page(opening);
  page.append(example).append("\n");
  page.append(about_problems).append(problem_rows());
  page.append(about_refusals).append(refusal_rows());
  page.append(about_framing).append(framing_rows());
  page.append(about_oauth).append(oauth_rows());
  return page;
}

}

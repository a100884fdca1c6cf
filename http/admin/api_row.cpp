// SPDX-License-Identifier: Apache-2.0
#include "http/admin/api_row.hpp"

#include "http/server/challenge.hpp"
#include "http/server/problem.hpp"
#include "http/server/routes.hpp"

#include <boost/url/pct_string_view.hpp>

#include <utility>

namespace muniment::http {
namespace {

response challenged(response reply, const token_challenge& by) {
  if (reply.status != 401 && reply.status != 403) return reply;
  std::string_view error;
  if (reply.status == 403)
    error = "insufficient_scope";
  else if (by.presented)
    error = "invalid_token";
  reply.fields.push_back({"WWW-Authenticate", bearer_challenge(by.realm, error)});
  return reply;
}

}

std::string named_segment(const char* pattern, const request& asked) {
  const auto captured = fit(pattern, asked.path);
  if (!captured || captured->empty()) return {};
  const auto& sent = captured->front().value;
  const auto encoded = boost::urls::make_pct_string_view({sent.data(), sent.size()});
  if (!encoded) not_found();
  return encoded->decode();
}

token_challenge challenge_for(const request& asked, std::string realm) {
  return {std::move(realm), asked.count("Authorization") > 0};
}

asio::awaitable<response> problems_told(asio::awaitable<response> answering,
                                        token_challenge challenge) {
  try {
    co_return co_await std::move(answering);
  } catch (const problem_found& problem) {
    co_return challenged(reply_to(problem), challenge);
  }
}

}

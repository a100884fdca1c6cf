// SPDX-License-Identifier: Apache-2.0
#include "http/admin/api_row.hpp"

#include "http/server/problem.hpp"
#include "http/server/routes.hpp"

#include <boost/url/pct_string_view.hpp>

namespace muniment::http {

std::string named_segment(const char* pattern, const request& asked) {
  const auto captured = fit(pattern, asked.path);
  if (!captured || captured->empty()) return {};
  const auto& sent = captured->front().value;
  const auto encoded = boost::urls::make_pct_string_view({sent.data(), sent.size()});
  if (!encoded) not_found();
  return encoded->decode();
}

asio::awaitable<response> problems_told(asio::awaitable<response> answering) {
  try {
    co_return co_await std::move(answering);
  } catch (const problem_found& problem) {
    co_return reply_to(problem);
  }
}

}

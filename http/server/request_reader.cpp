// SPDX-License-Identifier: Apache-2.0
#include "http/server/request_reader.hpp"

#include "http/server/octets.hpp"
#include "http/server/problems.hpp"

#include <utility>

namespace muniment::http {
namespace {

problem refused(framing_refusal reason) {
  const auto& row = describe(reason);
  return {row.status, row.code, row.sentence, ""};
}

/// The request but for its body. The authority of an absolute-form target stands for Host, which it
/// replaces (RFC 9112 section 3.2.2).
std::shared_ptr<request> request_of(const request_head& head) {
  auto made = std::make_shared<request>();
  made->method = head.method();
  const auto target = head.path_and_query();
  const auto mark = std::min(target.find('?'), target.size());
  made->path = target.substr(0, mark);
  if (made->path.empty()) made->path = "/";
  made->query = target.substr(std::min(mark + 1, target.size()));
  const auto authority = head.authority();
  made->fields.reserve(head.fields().size());
  for (const auto& each : head.fields()) {
    const auto name = head.name_of(each);
    const auto value =
        authority && equal_ignoring_case(name, "host") ? *authority : head.value_of(each);
    made->fields.push_back({std::string(name), std::string(value)});
  }
  // HTTP/1.0 may leave the field out.
  if (authority && !made->field("Host")) made->fields.push_back({"Host", std::string(*authority)});
  return made;
}

}

request_reader::request_reader(transport& from, const server_limits& limits)
    : from_{from}, limits_{limits}, guard_{{.target = limits.target,
                                            .ordinary = limits.ordinary_head,
                                            .total = limits.head,
                                            .body = limits.body}} {}

asio::awaitable<reading> request_reader::next(server_limits::duration patience) {
  if (auto failed = co_await read_head(patience)) co_return std::move(*failed);
  request_read whole{.asked = request_of(guard_.head(received_)),
                     .persistent = guard_.head(received_).persistent()};
  if (auto failed = co_await read_body()) co_return std::move(*failed);
  whole.asked->body = std::exchange(body_, {});
  guard_.restart();
  at_start_ = true;
  co_return whole;
}

asio::awaitable<bool> request_reader::read_more() {
  const auto count = co_await from_.read_some(asio::buffer(arriving_));
  received_.append(arriving_.data(), count);
  co_return count > 0;
}

asio::awaitable<std::optional<reading>>
request_reader::read_head(server_limits::duration patience) {
  from_.allow(patience);
  if (received_.empty() && !co_await read_more()) co_return nothing_read{};
  at_start_ = false;
  from_.allow(limits_.head_time);
  while (true) {
    const auto verdict = guard_.inspect(received_);
    if (verdict == head_verdict::accepted) co_return std::nullopt;
    if (verdict == head_verdict::refused) co_return refused(guard_.reason());
    if (!co_await read_more()) co_return late();
  }
}

asio::awaitable<std::optional<reading>> request_reader::read_body() {
  const auto head = guard_.head(received_);
  const auto framing = head.framing();
  const auto head_length = head.length();
  const auto length = static_cast<std::size_t>(head.content_length());
  from_.allow(limits_.body_time);
  if (framing != body_framing::none && !co_await invite_body()) co_return nothing_read{};
  received_.erase(0, head_length); // The guard's views end here.
  if (framing == body_framing::chunked) co_return co_await read_chunks();
  while (received_.size() < length)
    if (!co_await read_more()) co_return late();
  body_.assign(received_, 0, length);
  received_.erase(0, length);
  co_return std::nullopt;
}

asio::awaitable<std::optional<reading>> request_reader::read_chunks() {
  chunked_guard chunks{{.body = limits_.body}};
  while (true) {
    const auto step = chunks.advance(received_);
    body_ += step.data;
    received_.erase(0, step.consumed);
    if (step.state == chunk_state::complete) co_return std::nullopt;
    if (step.state == chunk_state::refused) co_return refused(chunks.reason());
    if (step.state == chunk_state::need_more && !co_await read_more()) co_return late();
  }
}

/// A client that asked whether to send the body is told to, unless it already began (RFC 9110
/// section 10.1.1).
asio::awaitable<bool> request_reader::invite_body() {
  const auto head = guard_.head(received_);
  if (!head.expects_continue() || received_.size() > head.length()) co_return true;
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await from_.write(asio::buffer(go_on));
}

reading request_reader::late() const {
  if (!from_.expired()) return nothing_read{};
  return problems::request_timeout;
}

}

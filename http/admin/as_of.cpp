// SPDX-License-Identifier: Apache-2.0
#include "http/admin/as_of.hpp"

#include "http/admin/rows.hpp"
#include "http/admin/wait_for_event.hpp"
#include "http/server/problems.hpp"

#include <charconv>

namespace muniment::http {
namespace {

[[noreturn]] void refuse(fixed_text detail) {
  throw problem_found{with_detail(problems::invalid_as_of, detail, "as_of")};
}

std::optional<std::uint64_t> position_in(std::string_view digits) {
  std::uint64_t position = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, position);
  if (error != std::errc{} || stop != end || position == 0 || position > INT64_MAX) return {};
  return position;
}

/// Where a wish stands. Blocks.
struct place_finder {
  storage::pool& connections;
  storage::schema_name schema;

  std::optional<storage::journal_place> operator()(instant moment) const {
    return storage::place_at(connections, schema, moment);
  }
  std::optional<storage::journal_place> operator()(std::uint64_t position) const {
    return storage::place_of(connections, schema, position);
  }
};

asio::awaitable<storage::journal_place> find_place(admin_call call, as_of_wish wish) {
  auto look = [finder = place_finder{call.context->at.connections(), call.at->place().schema},
               wish] { return std::visit(finder, wish); };
  const auto found = co_await on_reading_thread(call.context->at.reading(), std::move(look));
  if (found) co_return *found;
  if (std::holds_alternative<instant>(wish)) refuse("The workspace had no event by then.");
  refuse("The journal has no event at this position.");
}

/// What was committed a moment ago is not yet known to everybody.
asio::awaitable<void> wait_until_known(std::shared_ptr<workspace> at, std::uint64_t position) {
  constexpr std::chrono::seconds patience{2};
  co_await wait_for_event(at, position - 1, patience);
  const auto now = co_await at->status();
  if (now.head < position) throw workspace_unavailable{"its read models do not know the head yet"};
}

}

std::optional<as_of_wish> parse_as_of(std::string_view text) {
  constexpr std::string_view prefix = "position:";
  if (text.starts_with(prefix)) {
    const auto position = position_in(text.substr(prefix.size()));
    return position ? std::optional<as_of_wish>{*position} : std::nullopt;
  }
  const auto moment = parse_instant(text);
  return moment ? std::optional<as_of_wish>{*moment} : std::nullopt;
}

std::optional<as_of_wish> read_as_of(list_query& query) {
  const auto sent = query.text("as_of");
  if (!sent) return {};
  const auto wish = parse_as_of(*sent);
  if (!wish) throw problem_found{problems::invalid_as_of};
  return wish;
}

asio::awaitable<past> past_asked(admin_call call, std::optional<as_of_wish> wish,
                                 std::string_view projection) {
  if (!wish) co_return std::nullopt;
  const auto* moment = std::get_if<instant>(&*wish);
  if (moment && *moment > call.at->now()) refuse("That moment has not come yet.");
  const auto last = co_await find_place(call, *wish);
  co_await wait_until_known(call.at, last.position);
  co_await wait_for_table(call.at, projection);
  co_return past_point{last, moment ? *moment : last.recorded_at};
}

api::as_it_was told_past(const past& at) {
  if (!at) return {};
  return {api::past_place{at->last.position, at->last.recorded_at, at->moment}};
}

}

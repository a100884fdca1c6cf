// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/replies.hpp"
#include "projections/projection.hpp"
#include "storage/journal_moments.hpp"

#include <variant>

/// Reading the state as of a past moment: what `?as_of=` asks for, and where in the journal its
/// answer stands.
namespace muniment::http {

/// A moment, or a position of the journal.
using as_of_wish = std::variant<instant, std::uint64_t>;

/// Reads `2026-03-03T14:03:00Z` (RFC 3339, UTC) and `position:1234`; nothing for anything else.
/// Pure.
std::optional<as_of_wish> parse_as_of(std::string_view text);

/// The parameter `as_of`, if the query has it; throws `problem_found` (400).
std::optional<as_of_wish> read_as_of(list_query& query);

/// Where an answer about the past stands.
struct past_point {
  storage::journal_place last; ///< the last event that it reflects
  instant moment{};            ///< for which it tells what goes by time: the one asked for, or that
                               ///< of the event
};

/// Nothing: the answer is of the present.
using past = std::optional<past_point>;

/// The place that was asked for, once the table of the read model `projection` reflects it. Throws
/// `problem_found` (400) for a moment that has not come yet or lies before the first event, and for
/// a position that the journal does not have; `workspace_unavailable`.
asio::awaitable<past> past_asked(admin_call call, std::optional<as_of_wish> wish,
                                 std::string_view projection);

/// What a reply says about where it stands; nothing if it is of the present.
api::as_it_was told_past(const past& at);

}

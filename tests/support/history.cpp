// SPDX-License-Identifier: Apache-2.0
#include "tests/support/history.hpp"

#include "crypto/merkle_tree.hpp"
#include "events/catalogue.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace muniment::test {

namespace {

using enum violation_kind;
using violations = std::vector<violation>;
using positions_of = std::unordered_map<uuid, std::vector<std::uint64_t>>;

bool acknowledged(const operation& each) {
  return each.outcome == known_outcome::committed || each.outcome == known_outcome::known;
}

std::string at(std::uint64_t position) { return "position " + std::to_string(position); }

positions_of index(const stored_journal& journal) {
  positions_of found;
  for (const auto& row : journal.rows)
    found[row.command].push_back(row.position);
  return found;
}

void check_answer(const operation& told, const std::vector<std::uint64_t>& stands,
                  violations& found) {
  const auto name = to_string(told.command);
  if (stands.size() > 1)
    found.push_back({doubled, name + " at " + at(stands[0]) + " and " + at(stands[1])});
  if (told.outcome == known_outcome::refused && !stands.empty())
    found.push_back({refusal_written, name + " at " + at(stands[0])});
  if (!acknowledged(told)) return;
  if (stands.empty())
    found.push_back({lost, name + ", acknowledged at " + at(told.position)});
  else if (std::ranges::find(stands, told.position) == stands.end())
    found.push_back(
        {misplaced, name + " at " + at(stands[0]) + ", acknowledged at " + at(told.position)});
}

void check_answers(std::span<const operation> history, positions_of stands, violations& found) {
  static const std::vector<std::uint64_t> nowhere;
  for (const auto& told : history) {
    const auto row = stands.find(told.command);
    check_answer(told, row == stands.end() ? nowhere : row->second, found);
    if (row != stands.end()) stands.erase(row);
  }
  for (const auto& [command, positions] : stands)
    found.push_back({stranger, to_string(command) + " at " + at(positions.front())});
}

void check_positions(const stored_journal& journal, violations& found) {
  std::uint64_t last = 0;
  for (const auto& row : journal.rows) {
    if (row.position == last)
      found.push_back({position_shared, at(last)});
    else if (row.position != last + 1)
      found.push_back({gap, at(last + 1)});
    last = row.position;
  }
  if (journal.position != last)
    found.push_back({wrong_head, at(journal.position) + ", the last event is at " + at(last)});
}

/// One end of an operation's span of time.
struct moment {
  std::int64_t when;
  bool answer; ///< the acknowledgement; otherwise the first attempt
  std::size_t operation;
};

/// Sweeps over time with the greatest position acknowledged so far: whatever is sent from then on
/// must stand behind it. Where an unacknowledged command stands, the journal says.
void check_order(std::span<const operation> history, const positions_of& stands,
                 violations& found) {
  std::vector<moment> moments;
  for (std::size_t each = 0; each < history.size(); ++each) {
    moments.push_back({history[each].invoked_at, false, each});
    if (acknowledged(history[each])) moments.push_back({history[each].answered_at, true, each});
  }
  // A command sent in the nanosecond of an answer may have been sent before it.
  std::ranges::sort(moments, {}, [](const moment& m) { return std::pair{m.when, m.answer}; });
  std::uint64_t reached = 0;
  for (const auto& now : moments) {
    const auto& told = history[now.operation];
    if (now.answer) {
      reached = std::max(reached, told.position);
      continue;
    }
    const auto row = stands.find(told.command);
    if (row != stands.end() && row->second.front() <= reached)
      found.push_back({reordered, to_string(told.command) + " at " + at(row->second.front()) +
                                      ", sent after the answer of " + at(reached)});
  }
}

storage::event_row extracts_of(const envelope& head, const bytes& body) {
  const auto* category = catalogue::find_category(head.category);
  const auto* type = catalogue::find_type(head.type);
  return {head.position,
          head.recorded_at,
          static_cast<std::uint32_t>(head.version),
          category ? category->number : std::int16_t{0},
          type ? type->number : std::int16_t{0},
          head.stream,
          head.actor.id.value_or(uuid{}),
          head.command,
          body};
}

void check_bodies(const stored_journal& journal, violations& found) {
  crypto::frontier edge;
  for (const auto& row : journal.rows) {
    edge.append(crypto::leaf_hash(row.body));
    const auto decoded = decode_body(row.body);
    if (!decoded)
      found.push_back({unreadable, at(row.position)});
    else if (extracts_of(decoded->at(), row.body) != row)
      found.push_back({wrong_extract, at(row.position)});
  }
  const auto none = journal.rows.empty() && journal.frontier.empty();
  if (!none && edge.to_bytes() != journal.frontier)
    found.push_back({wrong_frontier, "of " + std::to_string(journal.rows.size()) + " events"});
}

}

std::string_view name_of(violation_kind kind) {
  constexpr std::string_view names[] = {"",
                                        "lost",
                                        "misplaced",
                                        "doubled",
                                        "refusal_written",
                                        "stranger",
                                        "gap",
                                        "position_shared",
                                        "reordered",
                                        "wrong_head",
                                        "wrong_frontier",
                                        "wrong_extract",
                                        "unreadable"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<violation> check(std::span<const operation> history, const stored_journal& journal) {
  violations found;
  const auto stands = index(journal);
  check_answers(history, stands, found);
  check_positions(journal, found);
  check_order(history, stands, found);
  check_bodies(journal, found);
  return found;
}

}

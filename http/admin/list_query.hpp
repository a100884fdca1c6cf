// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "http/server/form.hpp"
#include "http/server/message.hpp"
#include "http/server/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muniment::http {

/// The parameters of a list's query, each read once. What cannot be read throws `problem_found`,
/// which names the parameter; so does, at `finish`, one that nobody asked for. Pure.
class list_query {
public:
  explicit list_query(const request& asked);

  std::optional<std::string> text(fixed_text name);
  /// An id; that of a person in either spelling.
  std::optional<uuid> id(fixed_text name);
  std::optional<instant> moment(fixed_text name);
  std::optional<std::uint64_t> number(fixed_text name, std::uint64_t most);

  /// `true` or `false`.
  std::optional<bool> flag(fixed_text name);

  /// `limit`, 1 to 200; 50 when it is missing.
  std::size_t limit();

  void finish() const;

private:
  form sent_;
  std::size_t asked_for_ = 0;
};

}

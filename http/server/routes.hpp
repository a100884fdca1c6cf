// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muniment::http {

/// A segment of a path that a pattern names.
struct capture {
  std::string_view name;  ///< Of the pattern.
  std::string_view value; ///< Of the path, as sent: percent-encoding is for the handler to undo.
  bool operator==(const capture&) const = default;
};

/// How `path` fits `pattern`; nothing if it does not. A pattern is compared segment by segment:
/// `{name}` stands for one that is not empty, a trailing `/*` for one or more, anything else for
/// itself. A path with `.` or `..` for a segment fits no pattern but its own text. Nothing is
/// decoded or normalised, so that there is one spelling of every route.
std::optional<std::vector<capture>> fit(std::string_view pattern, std::string_view path);

/// What a table of routes is searched by.
struct route_name {
  std::vector<std::string> methods;
  std::string path;         ///< A pattern.
  bool acts_on_get = false; ///< GET changes something there: HEAD is not answered by it.
};

/// No route has this path.
struct no_route {
  bool operator==(const no_route&) const = default;
};

/// The path is there, the method not.
struct no_method {
  std::size_t place; ///< Of the most exact one that has the path.
  std::string allow; ///< The value of Allow (RFC 9110 section 10.2.1).
  bool operator==(const no_method&) const = default;
};

/// Which route is meant.
struct route_found {
  std::size_t place; ///< In the table.
  bool head_by_get;  ///< HEAD is answered by what answers GET (RFC 9110 section 9.3.2).
  bool operator==(const route_found&) const = default;
};

using route_choice = std::variant<no_route, no_method, route_found>;

/// A table of routes, ready to be searched. Pure; any thread.
class routes {
public:
  explicit routes(std::vector<route_name> table);

  /// The most exact pattern goes first: its own text, then names, then `/*`; among equals the one
  /// that stands first.
  [[nodiscard]] route_choice choose(std::string_view method, std::string_view path) const;

private:
  struct row {
    route_name name;
    std::size_t place;
    int vagueness;
  };
  std::vector<row> rows_;
};

}

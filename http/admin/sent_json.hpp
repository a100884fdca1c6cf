// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "http/server/problem.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muniment::http {

/// The JSON object of a request's body, read member by member. What cannot be read throws
/// `problem_found`, which names the member; so does, at `finish`, a member nobody asked for: a
/// misspelt one would otherwise change nothing unseen. Pure.
class sent_json {
public:
  /// 415 unless it is JSON by its Content-Type, 400 unless it is an object within the limits.
  explicit sent_json(const request& asked);

  /// A text that must be there.
  std::string text(fixed_text name);
  std::optional<std::string> text_if_any(fixed_text name);
  std::optional<bool> flag_if_any(fixed_text name);
  /// A list of texts, empty when it is missing.
  std::vector<std::string> texts(fixed_text name);

  std::optional<std::vector<std::string>> texts_if_any(fixed_text name);

  void finish() const;

private:
  const boost::json::value* find(fixed_text name);

  boost::json::object members_;
  std::set<std::string_view> asked_for_;
};

/// 422 for a value that is none of those allowed here.
[[noreturn]] void refuse_value(fixed_text name, fixed_text detail);

}

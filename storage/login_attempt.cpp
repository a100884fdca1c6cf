// SPDX-License-Identifier: Apache-2.0
#include "storage/login_attempt.hpp"

#include "storage/failure.hpp"
#include "storage/libpq.hpp"

#include <array>
#include <string_view>

namespace muniment::storage {

namespace {

struct named_outcome {
  std::string_view state; ///< an SQLSTATE or its class
  login_outcome outcome;
};

constexpr std::array outcomes{
    named_outcome{"28", login_outcome::no_login},
    named_outcome{"3D", login_outcome::no_database},
    named_outcome{"42501", login_outcome::no_right},
    named_outcome{"53", login_outcome::not_now},
    named_outcome{"57P", login_outcome::not_now},
};

/// libpq ends what a server said with its SQLSTATE when it is asked to be terse; nothing where the
/// server said nothing.
std::string sqlstate_in(const std::string& text) {
  constexpr std::size_t length = 5;
  const auto severity = text.find("FATAL:");
  if (severity == text.npos) return {};
  const auto at = text.find_first_not_of(' ', severity + std::string_view{"FATAL:"}.size());
  return at == text.npos ? std::string{} : text.substr(at, length);
}

login_attempt read_refusal(const std::string& text) {
  const auto state = sqlstate_in(text);
  if (state.empty()) return {login_outcome::unreachable, 0, text};
  for (const auto& each : outcomes)
    if (state.starts_with(each.state)) return {each.outcome, 0, state};
  return {login_outcome::wrong_answer, 0, state};
}

}

login_attempt try_login(const std::string& dsn, std::chrono::milliseconds patience) {
  try {
    const auto session =
        connect(dsn, std::chrono::steady_clock::now() + patience, PQERRORS_SQLSTATE);
    return {login_outcome::welcome, PQserverVersion(session.get()), {}};
  } catch (const failure& error) {
    return read_refusal(error.what());
  }
}

}

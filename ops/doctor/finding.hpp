// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// `muniment doctor`: looks at everything a deployment stands on, judges, and says how to mend it.
/// Looking (`*_look`) is apart from judging, which is pure. Nothing here changes anything.
namespace muniment::doctor {

/// `warning`: it works, and somebody should know. `failed`: it does not, or will not for long.
enum class verdict : unsigned char { ok, warning, failed };

/// `ok`, `warning`, `failed`.
std::string_view name_of(verdict judged);

/// What one check found; no secret stands in it.
struct finding {
  std::string check; ///< a few words: `version`
  verdict judged = verdict::ok;
  std::string found;     ///< one sentence
  std::string mend = {}; ///< one sentence; empty when there is nothing to mend
  friend bool operator==(const finding&, const finding&) = default;
};

/// All is well with it.
finding ok(std::string check, std::string found);

/// It works, and somebody should know; `mend` is what to do about it.
finding warning(std::string check, std::string found, std::string mend);

/// It does not work, or will not for long; `mend` is what to do about it.
finding failed(std::string check, std::string found, std::string mend);

/// In the order in which the report shows them.
using findings = std::vector<finding>;

/// The findings about one thing: `database`, `clock`.
struct group_findings {
  std::string group;
  doctor::findings findings;
};

/// All that was looked at, group by group.
using examination = std::vector<group_findings>;

/// How many findings there are of each verdict.
struct tally {
  std::size_t ok = 0, warnings = 0, failed = 0;
};

/// Counts them. Pure.
tally count(const examination& all);

}

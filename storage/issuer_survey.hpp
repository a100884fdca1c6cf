// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/transaction_base>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::storage {

class pool;

/// Stands in `issuer_rule::pattern` where a workspace's slug goes.
inline constexpr std::string_view slug_mark = "{slug}";

/// Which issuers the settings of a server give to workspaces.
struct issuer_rule {
  std::string pattern;        ///< with `slug_mark`
  std::string primary;        ///< the slug of who is given another one; empty where nobody is
  std::string primary_issuer; ///< that one
  std::string except;         ///< the slug of who is not asked about
};

/// How the issuers of the live workspaces compare with a rule.
struct issuer_survey {
  static constexpr std::size_t most_named = 3;

  std::size_t others = 0;         ///< that have another issuer than the rule gives them
  std::vector<std::string> first; ///< their slugs, by the alphabet; at most `most_named`
  std::size_t unknown = 0;        ///< that nobody asked since the database knows issuers
};

/// Compares them as their routes have them: one statement, which wakes nobody. Throws what pqxx
/// throws.
issuer_survey survey_issuers(pqxx::transaction_base& reading, const issuer_rule& rule);

/// The same; blocking. Throws what `pool::with_deployment` throws.
issuer_survey survey_issuers(pool& connections, const issuer_rule& rule);

}

// SPDX-License-Identifier: Apache-2.0
#include "storage/issuer_survey.hpp"

#include "storage/pool.hpp"

#include <pqxx/result>
#include <pqxx/transaction>

#include <sstream>

namespace muniment::storage {

namespace {

/// A slug has no space in it.
constexpr auto compare =
    "WITH compared AS (SELECT slug, issuer IS NULL AS unknown FROM muniment.workspaces"
    " WHERE state = 'live' AND slug <> $1 AND issuer IS DISTINCT FROM"
    " CASE WHEN slug = $2 THEN $3 ELSE replace($4, $5, slug) END)"
    " SELECT (SELECT count(*) FROM compared WHERE NOT unknown),"
    " (SELECT count(*) FROM compared WHERE unknown),"
    " (SELECT coalesce(string_agg(slug, ' ' ORDER BY slug), '') FROM"
    " (SELECT slug FROM compared WHERE NOT unknown ORDER BY slug LIMIT $6) named)";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words{text};
  std::vector<std::string> all;
  for (std::string word; words >> word;)
    all.push_back(word);
  return all;
}

}

issuer_survey survey_issuers(pqxx::transaction_base& reading, const issuer_rule& rule) {
  const auto row =
      reading.exec_params1(compare, rule.except, rule.primary, rule.primary_issuer, rule.pattern,
                           std::string{slug_mark}, issuer_survey::most_named);
  return {row[0].as<std::size_t>(), words_of(row[2].as<std::string>()), row[1].as<std::size_t>()};
}

issuer_survey survey_issuers(pool& connections, const issuer_rule& rule) {
  issuer_survey found;
  connections.with_deployment(
      [&](pqxx::work& transaction) { found = survey_issuers(transaction, rule); });
  return found;
}

}

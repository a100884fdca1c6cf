// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/transaction>

#include <memory>
#include <string>

namespace muniment::storage {

inline std::unique_ptr<pqxx::work> begun_once(pqxx::connection& session,
                                              const std::string& opening) {
  auto transaction = std::make_unique<pqxx::work>(session);
  transaction->exec(opening);
  return transaction;
}

/// A transaction whose first statements are `opening`. Nothing was done yet, so a session that is
/// not there, or is found broken, is made anew by `open`, once and in silence. Throws what libpqxx
/// throws, and what `open` does. Blocks.
template <class Open>
std::unique_ptr<pqxx::work> begun(std::unique_ptr<pqxx::connection>& session,
                                  const std::string& opening, Open open) {
  if (session) {
    try {
      return begun_once(*session, opening);
    } catch (const pqxx::broken_connection&) {
      session.reset();
    }
  }
  open();
  return begun_once(*session, opening);
}

}

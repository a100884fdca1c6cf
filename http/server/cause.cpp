// SPDX-License-Identifier: Apache-2.0
#include "http/server/cause.hpp"

#include "http/server/door.hpp"
#include "http/server/problem.hpp"
#include "projections/runtime/replay.hpp"
#include "storage/exception_type.hpp"
#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/startup_error.hpp"

namespace muniment::http {
namespace {

constexpr std::size_t longest_cause = 300;

template <class... Promising>
bool promises_no_data(const std::exception& thrown) {
  return ((dynamic_cast<const Promising*>(&thrown) != nullptr) || ...);
}

/// A type, and a text if it may be told.
struct account {
  std::string type;
  std::string text;
};

account told(const std::exception& thrown) {
  account all{storage::type_of(thrown), ""};
  if (promises_no_data<storage::failure, storage::key_error, storage::startup_error, replay_error,
                       workspace_unavailable, problem_found>(thrown))
    all.text = thrown.what();
  return all;
}

account account_of(const std::exception_ptr& thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
    return {"nothing", ""};
  } catch (const std::exception& error) {
    return told(error);
  } catch (...) {
    return {"no exception of the standard library's kind", ""};
  }
}

}

std::string cause_of(const std::exception_ptr& thrown) {
  auto [cause, text] = account_of(thrown);
  if (!text.empty()) cause.append(": ").append(text);
  return cause.substr(0, longest_cause);
}

std::string sentence_of(const std::exception_ptr& thrown) {
  const auto [type, text] = account_of(thrown);
  return (text.empty() ? type : text).substr(0, longest_cause);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "http/server/cause.hpp"

#include "http/server/door.hpp"
#include "http/server/problem.hpp"
#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/startup_error.hpp"

#include <boost/core/demangle.hpp>

#include <typeinfo>

namespace muniment::http {
namespace {

constexpr std::size_t longest_cause = 300;

template <class... Promising>
bool promises_no_data(const std::exception& thrown) {
  return ((dynamic_cast<const Promising*>(&thrown) != nullptr) || ...);
}

std::string told(const std::exception& thrown) {
  auto text = boost::core::demangle(typeid(thrown).name());
  if (promises_no_data<storage::failure, storage::key_error, storage::startup_error,
                       workspace_unavailable, problem_found>(thrown))
    text.append(": ").append(thrown.what());
  return text.substr(0, longest_cause);
}

}

std::string cause_of(const std::exception_ptr& thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
    return "nothing";
  } catch (const std::exception& error) {
    return told(error);
  } catch (...) {
    return "no exception of the standard library's kind";
  }
}

}

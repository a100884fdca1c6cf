// SPDX-License-Identifier: Apache-2.0
#include "http/admin/refusal_problem.hpp"

namespace muniment::http {

problem problem_of(refusal_code why) {
  switch (why) {
#define REFUSAL(code, status, oauth, sentence, cause, cure)                                        \
  case refusal_code::code:                                                                         \
    return {status, #code, sentence, cure};
#include "actors/refusals.def"
#undef REFUSAL
  }
  return problem_of(refusal_code::unreadable_command);
}

problem problem_of_refusal(std::string_view name) {
  const auto* entry = find_refusal(name);
  return problem_of(entry ? entry->code : refusal_code::unreadable_command);
}

}

// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/clerk.hpp"

#include "storage/exception_type.hpp"
#include "storage/failure.hpp"
#include "storage/pool.hpp"

#include <new>

namespace muniment {

namespace {

clerk_verdict verdict_of(storage::failure_kind kind) {
  switch (kind) {
  case storage::failure_kind::refused:
  case storage::failure_kind::taken:
  case storage::failure_kind::missing:
  case storage::failure_kind::misplaced:
    return clerk_verdict::refused;
  default:
    return clerk_verdict::unreachable;
  }
}

clerk_reply do_work(clerk_work& wanted, storage::pool& connections) {
  try {
    wanted.run(connections);
    return {clerk_verdict::done, {}};
  } catch (const storage::failure& error) {
    if (storage::is_passing(error.sqlstate())) return {clerk_verdict::unreachable, error.what()};
    return {verdict_of(error.kind()), error.what()};
  } catch (const std::bad_alloc&) {
    return {clerk_verdict::unreachable, "there was no memory for the work"};
  } catch (const std::exception& error) {
    return {clerk_verdict::refused, "the work failed in this program: " + storage::type_of(error)};
  }
}

}

clerk_actor::behavior_type clerk(clerk_actor::pointer, std::shared_ptr<storage::pool> connections) {
  return {[connections](const clerk_work_ptr& wanted) { return do_work(*wanted, *connections); }};
}

}

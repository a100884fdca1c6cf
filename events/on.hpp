// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace muniment {

/// One visitor out of lambdas. Name every alternative: a catch-all would hide the event that was
/// added later.
template <class... F>
struct on : F... {
  using F::operator()...;
};
/// C++20 deduces this; clang 14 does not yet.
template <class... F>
on(F...) -> on<F...>;

}

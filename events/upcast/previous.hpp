// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace muniment {

/// How a retired version becomes the next one. Specialised in events/upcast/<noun>_v<n>.hpp, beside
/// the retired struct: `using type = session::v1::started; static session::started upcast(type);`.
/// The noun's own file includes it, so that whoever sees the event sees where it comes from.
/// Upcasters are pure and total.
template <class E>
struct previous;

template <class E>
concept has_previous = requires {
  typename previous<E>::type;
};

}

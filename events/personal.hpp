// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <concepts>
#include <optional>
#include <utility>

namespace muniment {

/// A personal value in the clear: a name, an address, a password hash. It lives in commands, in
/// what `decide` returns and in memory while something is rendered; it has no event codec, no
/// stream operator and no JSON rendering, so it cannot reach a disk or a log by accident.
template <class T>
class plain {
public:
  using value_type = T;

  /// The value of somebody who has been erased.
  plain() = default;
  plain(T value) : value_{std::move(value)} {}

  [[nodiscard]] bool erased() const { return !value_; }

  /// The value. Precondition: not erased.
  [[nodiscard]] const T& reveal() const { return value_.value(); }

  friend bool operator==(const plain&, const plain&) = default;

private:
  std::optional<T> value_;
};

/// The same value as everything below the aggregate host sees it: a box sealed under its subject's
/// key (`events/sealing.hpp`), carried unchanged through journal, fold, row, cache and export. Two
/// are equal when their boxes are.
template <class T>
struct sealed {
  using value_type = T;
  bytes box;
  friend bool operator==(const sealed&, const sealed&) = default;
};

/// The two forms of a struct with personal fields: `registered<opened>` and `registered<stored>`.
struct opened {
  template <class T>
  using personal = plain<T>;
};
struct stored {
  template <class T>
  using personal = sealed<T>;
};

template <class Form>
concept form = std::same_as<Form, opened> || std::same_as<Form, stored>;

/// A field that holds personal data, in the given form.
template <form Form, class T>
using personal = typename Form::template personal<T>;

}

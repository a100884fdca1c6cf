// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::http {

/// Bounds on a form or query; names are held to the bound of values.
struct form_limits {
  std::size_t octets = 64 * 1024;
  std::size_t parameters = 100;
  std::size_t value_octets = 16 * 1024;
};

/// Why a form could not be read.
enum class form_fault : unsigned char {
  too_large,
  too_many_parameters,
  value_too_long,
  bad_escape,        ///< A `%` without two hexadecimal digits behind it.
  control_character, ///< A raw control character, or NUL in any spelling.
  not_utf8,
};

/// A decoded parameter.
struct form_parameter {
  std::string name, value;
};

/// The parameters of an application/x-www-form-urlencoded body or of a query, in order. `+` is a
/// space.
class form {
public:
  /// Reads all of it or nothing: strict escapes, UTF-8 after decoding, no NUL.
  static boost::system::result<form, form_fault> parse(std::string_view encoded,
                                                       const form_limits& limits = {});

  /// The value of the first parameter of that name, as long as the form lives. Names are
  /// case-sensitive.
  std::optional<std::string_view> find(std::string_view name) const;

  /// The same unless it is empty: OAuth takes a parameter without a value for one that was left out
  /// (RFC 6749 sections 3.1 and 3.2).
  std::optional<std::string_view> given(std::string_view name) const;

  /// Whether the name stands more than once, which OAuth forbids (RFC 6749 section 3.1).
  bool repeats(std::string_view name) const;

  /// Whether any name does.
  bool repeats_any() const;

  std::span<const form_parameter> parameters() const { return parameters_; }

private:
  std::vector<form_parameter> parameters_;
};

/// Whether a query names `access_token`, in any spelling. Addresses end up in logs and histories,
/// so that nothing is answered there (RFC 9700 section 4.3.2).
bool carries_token(std::string_view query);

}

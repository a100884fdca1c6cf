// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace muniment::http {

/// A piece of the received head, as offsets, so that the buffer may move while the head still
/// arrives.
struct head_slice {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::string_view of(std::string_view received) const {
    return received.substr(begin, end - begin);
  }
};

/// Where one field line lies; the value is without surrounding whitespace.
struct field_slices {
  head_slice name, value;
};

/// Where the body ends (RFC 9112 section 6.3): never in two ways at once.
enum class body_framing : std::uint8_t { none, content_length, chunked };

/// What the guard noted while the head went by; a plain copyable record without pointers, for 100
/// fields.
struct head_notes {
  static constexpr std::size_t most_fields = 100;

  head_slice method, target, authority;
  field_slices fields[most_fields];
  std::uint64_t content_length = 0;
  std::uint32_t length = 0;
  std::uint16_t field_count = 0;
  std::uint8_t minor_version = 0;
  body_framing framing = body_framing::none;
  bool absolute_form = false;
  bool expects_continue = false;
};

/// An accepted request head: views into the caller's buffer and the guard's notes, valid as long as
/// both.
class request_head {
public:
  request_head(const head_notes& notes, std::string_view received)
      : notes_(notes), received_(received) {}

  /// One of GET HEAD POST PUT PATCH DELETE OPTIONS.
  std::string_view method() const { return notes_.method.of(received_); }

  /// The target as sent, printable ASCII without `#`: origin-form, absolute-form, or `*` for
  /// OPTIONS.
  std::string_view target() const { return notes_.target.of(received_); }

  /// The target from its path on: as sent in origin-form, behind the authority in absolute-form
  /// ("/" where that has no path), `*` for the server itself.
  std::string_view path_and_query() const;

  /// The authority of an absolute-form target, which replaces the Host field (RFC 9112
  /// section 3.2.2).
  std::optional<std::string_view> authority() const;

  /// 1 for HTTP/1.1, 0 for HTTP/1.0.
  int minor_version() const { return notes_.minor_version; }

  /// The value of the first field of that name, in any case, without surrounding whitespace.
  std::optional<std::string_view> field(std::string_view name) const;

  /// How many field lines bear that name, in any case.
  std::size_t count(std::string_view name) const;

  /// All field lines in order, for what may stand repeatedly; resolve each with `name_of` and
  /// `value_of`.
  std::span<const field_slices> fields() const { return {notes_.fields, notes_.field_count}; }
  std::string_view name_of(const field_slices& field) const { return field.name.of(received_); }
  std::string_view value_of(const field_slices& field) const { return field.value.of(received_); }

  body_framing framing() const { return notes_.framing; }

  /// Octets of the body; 0 unless framed by content_length.
  std::uint64_t content_length() const { return notes_.content_length; }

  /// The client waits for `100 Continue` before it sends the body.
  bool expects_continue() const { return notes_.expects_continue; }

  /// The connection may carry another request afterwards: HTTP/1.1 without `Connection: close`
  /// (RFC 9112 section 9.3). HTTP/1.0 keep-alive is not offered.
  bool persistent() const;

  /// Octets of the head, its empty line included.
  std::size_t length() const { return notes_.length; }

private:
  const head_notes& notes_;
  std::string_view received_;
};

}

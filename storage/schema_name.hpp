// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::storage {

/// The four characters that keep the workspaces of several deployments in one cluster apart:
/// lower-case letters and digits only.
class deployment_tag {
public:
  /// Nothing unless `text` is exactly four characters of `[a-z0-9]`.
  static std::optional<deployment_tag> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }

  friend auto operator<=>(const deployment_tag&, const deployment_tag&) = default;

private:
  explicit deployment_tag(std::string_view text) : text_{text} {}

  std::string text_;
};

/// The name of a workspace's schema and of the role that owns it: `ws_<tag>_<32 hex>`, 40 bytes.
/// Its text holds letters, digits and underscores by construction, so it needs no quoting in SQL.
/// Names of one deployment order as their workspace ids do.
class schema_name {
public:
  schema_name(const deployment_tag& tag, const uuid& workspace);

  /// Nothing unless `text` is a name as the constructor makes it.
  static std::optional<schema_name> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] uuid workspace() const;

  friend auto operator<=>(const schema_name&, const schema_name&) = default;

private:
  explicit schema_name(std::string_view text) : text_{text} {}

  std::string text_;
};

/// The one way a schema name enters SQL text: each `muniment_template` in `statement`, which is a
/// constant written against the template schema, becomes `schema`.
std::string for_schema(std::string_view statement, const schema_name& schema);

}

template <>
struct std::hash<muniment::storage::schema_name> {
  std::size_t operator()(const muniment::storage::schema_name& name) const noexcept {
    return std::hash<std::string>{}(name.text());
  }
};

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace muniment::personal_data {

/// A digest that is made under the look-up key of the workspace, and where it goes.
struct keyed_digest {
  std::string_view purpose; ///< as `workspace_door::lookup_digest` is told it
  std::string_view of;
  std::string_view kept;
  std::string_view after_erasure;
};

/// All of them.
std::span<const keyed_digest> keyed_digests();

/// The text of docs/personal-data.md, from what the descriptions say (http/personal_data.hpp), the
/// catalogue and the sentences (events/sentences.hpp). Pure.
std::string page();

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/claim.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where personal data lies, as the descriptions of events and rows say it: what is `personal<T>`
/// is found, wherever it is added. Pure.
namespace muniment::personal_data {

/// A sealed member of the payload of an event.
struct sealed_member {
  std::string_view type; ///< of the event
  std::string name;
  std::vector<std::string_view> read_models; ///< whose rows carry the same box
  std::optional<claim_kind> claim;           ///< which claim it is the digest of, if of one
};

/// An event: what of its payload is sealed, and what stands beside it in the clear.
struct event_contents {
  std::string_view category;
  std::string_view type;
  bool about_somebody = false; ///< it has a subject, whose key seals what is personal in it
  std::vector<sealed_member> sealed;
  std::vector<std::string> plain;
};

/// Every event of the catalogue, in its order.
std::vector<event_contents> contents_of_events();

/// A sealed member of the rows of a read model. A box opens as the member it was sealed as and as
/// nothing else (events/sealing.hpp), so it has the same name in event and row.
struct sealed_column {
  std::string_view read_model;
  std::string name;
  bool emptied = false; ///< by the event that somebody was erased
};

std::vector<sealed_column> sealed_columns();

/// What claims a stream gives up when the person it is about is erased.
std::vector<claim_kind> claims_given_up();

}

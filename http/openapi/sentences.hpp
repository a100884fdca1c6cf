// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/sentences.hpp"

#include <span>
#include <string_view>

/// What the names of the APIs mean, in English, for docs/openapi.yaml.
namespace muniment::openapi {

/// For each member of a request or a reply that does not mean what the member of that name of
/// events means: `<shape>.<member>`, or `<member>` alone where most shapes mean the same. The
/// parameters of paths and queries are of the shapes `path` and `query`; the shapes of bodies begin
/// with `body.`.
std::span<const documentation::sentence> member_sentences();

/// What the member of a shape means: its own sentence, else that of its name, else that of events
/// (events/sentences.hpp); empty where there is none.
std::string_view meaning_of_member(std::string_view shape, std::string_view member);

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/observer.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace muniment::http {

/// A query whose names can be told, its values not: `code=***&state=***`. A part without `=`, or
/// whose name is no short word, may be a secret as a whole and becomes `***`. At most 20 parts.
std::string redacted(std::string_view query);

/// One line of JSON, without its end: time, method, host, path, query (redacted), status,
/// milliseconds, request id and trace id. Nothing else of a request is told: no other field, no
/// body, no address. Texts are cut at 512 octets.
std::string access_line(const exchange& told, std::chrono::system_clock::time_point now);

/// One line of JSON, without its end, about what was not answered as it was asked: time, request id
/// and the cause as an observer is told it (http/server/observer.hpp). `kind` is a word of ours.
std::string cause_line(std::string_view kind, std::string_view request_id, std::string_view cause,
                       std::chrono::system_clock::time_point now);

}

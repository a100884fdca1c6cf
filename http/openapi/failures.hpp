// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/operation.hpp"

namespace muniment::openapi {

/// How an operation fails: Response Objects by status, each a reference to a component.
boost::json::object failures_of(const operation& asked);

/// Those components: a problem for each status with its codes, from the registers
/// (http/server/problems.hpp, actors/refusals.def), an OAuth error, and a page.
boost::json::object failure_replies();

/// The schemas of a problem (RFC 9457) and of an OAuth error (RFC 6749 section 5.2).
components failure_schemas();

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/user_id.hpp"

namespace muniment::http {

/// A fresh id: of a command, of a stream of facts.
uuid random_id();

/// A fresh id of a person, to be written so.
uuid new_user_id(user_id_format format);

/// A fresh id for a stream of traffic, in order of time.
uuid traffic_id(instant now);

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"

/// What a keyring says to the messages of `host_actor` that need nothing else. Each may be begun
/// again when the keyring's loader interrupts it; throws what the keyring throws.
namespace muniment {

subject_key_reply subject_key(storage::keyring& ring, const subject_key_request& wanted);
subject_key_reply access_key(storage::keyring& ring, const access_key_request& wanted);
lookup_keys_reply lookup_keys(storage::keyring& ring, const lookup_keys_request& wanted);
signing_secret_reply signing_secret(storage::keyring& ring, const signing_secret_request& wanted);

}

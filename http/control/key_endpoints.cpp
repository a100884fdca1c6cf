// SPDX-License-Identifier: Apache-2.0
#include "http/control/endpoints.hpp"
#include "http/control/key_rolls.hpp"

namespace muniment::http {

asio::awaitable<begun<api::operation>> roll_deployment_keys(control_call call) {
  co_return begun_reply(call.plane->rolls->begin(call.from));
}

}

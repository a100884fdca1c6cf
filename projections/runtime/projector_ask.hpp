// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/projector.hpp"

namespace muniment {

template <class Then, class Refused, class Unreached>
void projector_state::ask(clerk_work_ptr work, Then then, Refused refused, Unreached unreached) {
  self_->request(options_->clerk, caf::infinite, work)
      .then(
          [=, this](const clerk_reply& reply) {
            if (reply.verdict == clerk_verdict::done) {
              go_on();
              return then();
            }
            if (reply.verdict == clerk_verdict::refused) return refused(reply.reason);
            unreached();
            pause();
          },
          [=, this](const caf::error&) {
            unreached();
            pause();
          });
}

}

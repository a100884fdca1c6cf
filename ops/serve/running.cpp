// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/running.hpp"

#include "ops/serve/service_notice.hpp"

namespace muniment::ops {

void run_until_stopped(service& server, const outside& from) {
  constexpr std::chrono::milliseconds between_looks{500};
  constexpr std::chrono::seconds patience{10};
  notify_supervisor("READY=1");
  while (!from.stopped(between_looks)) {
    server.demand_sound();
    from.look();
  }
  notify_supervisor("STOPPING=1");
  server.stop(patience);
}

}

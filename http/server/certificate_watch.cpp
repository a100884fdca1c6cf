// SPDX-License-Identifier: Apache-2.0
#include "http/server/certificate_watch.hpp"

#include <utility>

namespace muniment::http {

certificate_watch::certificate_watch(boost::asio::io_context& io, std::shared_ptr<tls_context> tls,
                                     std::chrono::milliseconds pause, listener told)
    : tls_{std::move(tls)}, pause_{pause}, told_{std::move(told)}, timer_{io} {}

void certificate_watch::start() {
  timer_.expires_after(pause_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
    const auto self = weak.lock();
    if (cancelled || !self) return;
    self->look();
    self->start();
  });
}

void certificate_watch::look() {
  if (tls_->outdated()) told_(tls_->reload());
}

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/tls_context.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>

namespace muniment::http {

/// Looks every `pause` whether the certificate files are others than last time, and if so has them
/// read again. `told` hears what came of it: a sentence when the old pair stays. All on the
/// io_context's thread; `stop` also after it ended.
class certificate_watch : public std::enable_shared_from_this<certificate_watch> {
public:
  using listener = std::function<void(const std::optional<std::string>& wrong)>;

  certificate_watch(boost::asio::io_context& io, std::shared_ptr<tls_context> tls,
                    std::chrono::milliseconds pause, listener told);

  void start();
  void stop() { timer_.cancel(); }

private:
  void look();

  const std::shared_ptr<tls_context> tls_;
  const std::chrono::milliseconds pause_;
  const listener told_;
  boost::asio::steady_timer timer_;
};

}

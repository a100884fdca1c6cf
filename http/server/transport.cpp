// SPDX-License-Identifier: Apache-2.0
#include "http/server/transport.hpp"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace muniment::http {
namespace {

using asio::ip::tcp;
using clock = std::chrono::steady_clock;
using tls_stream = asio::ssl::stream<tcp::socket>;

/// Octets read and dropped at most while waiting for the client to close.
constexpr std::size_t most_dropped = 256 * 1024;

template <class Stream>
class stream_transport final : public transport,
                               public std::enable_shared_from_this<stream_transport<Stream>> {
public:
  template <class... Rest>
  explicit stream_transport(std::shared_ptr<asio::ssl::context> context, tcp::socket socket,
                            Rest&... rest)
      : context_{std::move(context)}, stream_{std::move(socket), rest...},
        alarm_{stream_.get_executor()} {}

  /// Of many times allowed hardly one runs out. An alarm that rings too early looks then how much
  /// is left, which is cheaper than setting it anew each time.
  void allow(std::chrono::milliseconds time) override {
    expired_ = false;
    end_ = clock::now() + time;
    if (!awaited_ || end_ < alarm_.expiry()) await_alarm();
  }

  [[nodiscard]] bool expired() const override { return expired_; }

  asio::awaitable<bool> handshake() override {
    if constexpr (std::is_same_v<Stream, tls_stream>) {
      boost::system::error_code failed;
      co_await stream_.async_handshake(asio::ssl::stream_base::server, told(failed));
      co_return !failed;
    }
    co_return true;
  }

  asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) override {
    if (expired_) co_return 0;
    boost::system::error_code failed;
    const auto count = co_await stream_.async_read_some(into, told(failed));
    co_return failed ? 0 : count;
  }

  asio::awaitable<bool> write(asio::const_buffer from) override {
    if (expired_) co_return false;
    boost::system::error_code failed;
    co_await asio::async_write(stream_, from, told(failed));
    co_return !failed;
  }

  asio::awaitable<void> say_goodbye() override {
    boost::system::error_code failed;
    if constexpr (std::is_same_v<Stream, tls_stream>) co_await stream_.async_shutdown(told(failed));
    socket().shutdown(tcp::socket::shutdown_send, failed);
    std::array<char, 4096> dropped;
    for (std::size_t sum = 0; !failed && !expired_ && sum < most_dropped;)
      sum += co_await socket().async_read_some(asio::buffer(dropped), told(failed));
    cut();
  }

  void interrupt() override {
    expired_ = true;
    boost::system::error_code ignored;
    socket().cancel(ignored);
  }

  void cut() override {
    expired_ = true;
    alarm_.cancel();
    boost::system::error_code ignored;
    socket().close(ignored);
  }

private:
  void await_alarm() {
    awaited_ = true;
    alarm_.expires_at(end_);
    alarm_.async_wait([weak = this->weak_from_this()](boost::system::error_code cancelled) {
      const auto self = weak.lock();
      if (!cancelled && self) self->ring();
    });
  }

  void ring() {
    awaited_ = false;
    if (end_ <= clock::now())
      interrupt();
    else
      await_alarm();
  }

  static auto told(boost::system::error_code& failed) {
    return asio::redirect_error(asio::use_awaitable, failed);
  }

  tcp::socket& socket() {
    if constexpr (std::is_same_v<Stream, tls_stream>)
      return stream_.next_layer();
    else
      return stream_;
  }

  std::shared_ptr<asio::ssl::context> context_; // Outlives the stream made from it.
  Stream stream_;
  asio::steady_timer alarm_;
  clock::time_point end_;
  bool awaited_ = false; ///< the alarm will ring at `end_` or before
  bool expired_ = false;
};

}

std::shared_ptr<transport> make_transport(tcp::socket socket,
                                          std::shared_ptr<asio::ssl::context> context) {
  if (!context) return std::make_shared<stream_transport<tcp::socket>>(nullptr, std::move(socket));
  auto& borrowed = *context;
  return std::make_shared<stream_transport<tls_stream>>(std::move(context), std::move(socket),
                                                        borrowed);
}

}

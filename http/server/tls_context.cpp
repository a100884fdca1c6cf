// SPDX-License-Identifier: Apache-2.0
#include "http/server/tls_context.hpp"

#include <utility>

#include <boost/asio/ssl/context.hpp>

#include <algorithm>
#include <ctime>
#include <string_view>

namespace muniment::http {
namespace {

namespace ssl = boost::asio::ssl;

constexpr std::string_view only_protocol = "http/1.1";

/// Walks the client's list (RFC 7301 section 3.1): a client that wants other protocols only is
/// told so, rather than answered in one it did not name.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
  const std::string_view list{reinterpret_cast<const char*>(offered), offered_length};
  for (std::size_t at = 0; at < list.size();) {
    const auto size = static_cast<unsigned char>(list[at]);
    if (list.substr(at + 1, size) == only_protocol) {
      *chosen = offered + at + 1;
      *length = size;
      return SSL_TLSEXT_ERR_OK;
    }
    at += 1 + size;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_policy(SSL_CTX* context, bool allow_tls_1_2) {
  SSL_CTX_set_min_proto_version(context, allow_tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_max_early_data(context, 0);
  // Tickets resume sessions without memory of ours.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

/// A key file with a pass phrase must fail, not ask on a terminal.
int no_pass_phrase(char*, int, int, void*) { return 0; }

using loaded = boost::system::result<std::shared_ptr<ssl::context>, std::string>;

loaded load(const tls_settings& settings) {
  auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
  auto* native = made->native_handle();
  set_policy(native, settings.allow_tls_1_2);
  SSL_CTX_set_default_passwd_cb(native, no_pass_phrase);
  boost::system::error_code failed;
  made->use_certificate_chain_file(settings.certificate_chain.string(), failed);
  if (failed)
    return "the certificate chain " + settings.certificate_chain.string() + " cannot be used";
  made->use_private_key_file(settings.key.string(), ssl::context::pem, failed);
  if (failed)
    return "the key " + settings.key.string() + " cannot be used with the certificate " +
           settings.certificate_chain.string();
  return made;
}

}

boost::system::result<std::shared_ptr<tls_context>, std::string>
tls_context::make(const tls_settings& settings) {
  std::shared_ptr<tls_context> made{new tls_context{settings}};
  if (auto wrong = made->reload()) return std::move(*wrong);
  return made;
}

/// What is thrown is no fault of the files, so they count as unread and are tried again.
std::optional<std::string> tls_context::reload() {
  try {
    return take_up();
  } catch (const std::exception& error) {
    const std::lock_guard lock{mutex_};
    ++read_.refused;
    return std::string{"TLS cannot be set up: "} + error.what();
  }
}

std::optional<std::string> tls_context::take_up() {
  // Looked at before they are read: what changes in between is seen the next time.
  const auto seen = look();
  auto read = load(settings_);
  const std::lock_guard lock{mutex_};
  seen_ = seen;
  ++(read.has_error() ? read_.refused : read_.taken);
  if (read.has_error()) return read.error();
  current_ = std::move(*read);
  return std::nullopt;
}

tls_context::stamps tls_context::look() const {
  return {stamp_of(settings_.certificate_chain), stamp_of(settings_.key)};
}

bool tls_context::outdated() const {
  const auto now = look();
  const std::lock_guard lock{mutex_};
  return now != seen_;
}

tls_context::readings tls_context::read() const {
  const std::lock_guard lock{mutex_};
  return read_;
}

std::chrono::system_clock::time_point tls_context::expiry() const {
  const auto used = current();
  const auto* certificate = SSL_CTX_get0_certificate(used->native_handle());
  std::tm broken_down{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &broken_down) != 1)
    return {};
  return std::chrono::system_clock::from_time_t(::timegm(&broken_down));
}

std::shared_ptr<ssl::context> tls_context::current() const {
  const std::lock_guard lock{mutex_};
  return current_;
}

}

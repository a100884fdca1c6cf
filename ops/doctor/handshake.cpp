// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/handshake.hpp"

#include "ops/doctor/certificate_files.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace muniment::doctor {
namespace {

using context = std::unique_ptr<SSL_CTX, crypto::detail::freed_by<SSL_CTX_free>>;
using bio = std::unique_ptr<BIO, crypto::detail::freed_by<BIO_free_all>>;

/// OpenSSL's reason, without file names and numbers.
std::string last_reason() {
  const auto code = ERR_peek_last_error();
  const auto* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason ? reason : "the connection was closed";
}

context make_context(const handshake_wish& with) {
  context made{SSL_CTX_new(TLS_client_method())};
  if (!made) return made;
  if (with.trusted.empty())
    SSL_CTX_set_default_verify_paths(made.get());
  else
    SSL_CTX_load_verify_file(made.get(), with.trusted.c_str());
  // A certificate that is not trusted is a finding, not the end of the handshake.
  SSL_CTX_set_verify(made.get(), SSL_VERIFY_NONE, nullptr);
  return made;
}

bio connected(const handshake_wish& with) {
  const bool six = with.address.find(':') != std::string::npos;
  const auto where =
      (six ? '[' + with.address + ']' : with.address) + ':' + std::to_string(with.port);
  bio socket{BIO_new_connect(where.c_str())};
  if (socket && BIO_do_connect(socket.get()) != 1) socket.reset();
  ERR_clear_error();
  return socket;
}

}

handshake_state shake_hands(const handshake_wish& with) {
  handshake_state seen;
  auto socket = connected(with);
  seen.listened = socket != nullptr;
  if (!socket) return seen;
  const auto settings = make_context(with);
  const std::unique_ptr<SSL, crypto::detail::freed_by<SSL_free>> session{
      settings ? SSL_new(settings.get()) : nullptr};
  if (!session || SSL_set_tlsext_host_name(session.get(), with.host.c_str()) != 1 ||
      SSL_set1_host(session.get(), with.host.c_str()) != 1) {
    seen.failure = last_reason();
    return seen;
  }
  auto* used = socket.release();
  SSL_set_bio(session.get(), used, used);
  if (SSL_connect(session.get()) != 1) {
    seen.failure = last_reason();
    return seen;
  }
  seen.version = SSL_get_version(session.get());
  if (const auto trust = SSL_get_verify_result(session.get()); trust != X509_V_OK)
    seen.mistrust = X509_verify_cert_error_string(trust);
  const x509 shown{SSL_get1_peer_certificate(session.get())};
  const auto chain = read_chain(with.chain_file);
  seen.same_certificate = shown && !chain.empty() && same(shown.get(), chain.front().get());
  SSL_shutdown(session.get());
  return seen;
}

}

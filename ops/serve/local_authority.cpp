// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_authority.hpp"

#include "crypto/openssl.hpp"
#include "crypto/random.hpp"
#include "ops/serve/text_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;
using std::chrono::system_clock;
using days = std::chrono::days;

using key_ptr = std::unique_ptr<EVP_PKEY, crypto::detail::freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, crypto::detail::freed_by<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, crypto::detail::freed_by<BIO_free_all>>;
using extension_ptr =
    std::unique_ptr<X509_EXTENSION, crypto::detail::freed_by<X509_EXTENSION_free>>;

constexpr days authority_life{3650};
constexpr days server_life{397}; // Browsers take no longer ones.
constexpr days renewal{30};

/// A certificate with the key it is for.
struct identity {
  key_ptr key;
  certificate_ptr certificate;
};

[[noreturn]] void fail(const char* what) {
  throw storage::startup_error{std::string{"OpenSSL cannot "} + what,
                               "configure tls_certificate_file and tls_key_file instead"};
}

key_ptr new_key() {
  key_ptr key{EVP_EC_gen("P-256")};
  if (!key) fail("make a key");
  return key;
}

std::string text_of(BIO* from) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(from, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const bio_ptr out{BIO_new(BIO_s_mem())};
  if (!out || PEM_write_bio_X509(out.get(), certificate) != 1) fail("write a certificate");
  return text_of(out.get());
}

std::string pem_of(EVP_PKEY* key) {
  const bio_ptr out{BIO_new(BIO_s_mem())};
  if (!out ||
      PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    fail("write a key");
  return text_of(out.get());
}

/// What lies there, if it is whole and belongs together.
std::optional<identity> find(const fs::path& certificate_file, const fs::path& key_file) {
  const auto certificate_text = read_text(certificate_file).value_or("");
  const auto key_text = read_text(key_file).value_or("");
  const bio_ptr certificate{
      BIO_new_mem_buf(certificate_text.data(), static_cast<int>(certificate_text.size()))};
  const bio_ptr key{BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size()))};
  identity found{key_ptr{PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr)},
                 certificate_ptr{PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)}};
  if (!found.key || !found.certificate ||
      X509_check_private_key(found.certificate.get(), found.key.get()) != 1)
    return std::nullopt;
  return found;
}

/// Whether it is still good `renewal` after `now`.
bool lasts(const X509* certificate, system_clock::time_point now) {
  auto later = system_clock::to_time_t(now + renewal);
  return X509_cmp_time(X509_get0_notAfter(certificate), &later) > 0;
}

void add(X509* to, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const extension_ptr made{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
  if (!made || X509_add_ext(to, made.get(), -1) != 1) fail("make a certificate");
}

certificate_ptr begin(EVP_PKEY* key, const std::string& name, system_clock::time_point now,
                      days life) {
  certificate_ptr made{X509_new()};
  const auto from = system_clock::to_time_t(now - std::chrono::hours{1});
  const auto until = system_clock::to_time_t(now + life);
  auto serial = crypto::random_bytes(16);
  serial.front() &= 0x7f; // Positive (RFC 5280 section 4.1.2.2).
  const std::unique_ptr<BIGNUM, crypto::detail::freed_by<BN_free>> number{
      BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr)};
  const bool done =
      made && number && X509_set_version(made.get(), X509_VERSION_3) == 1 &&
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get())) != nullptr &&
      ASN1_TIME_set(X509_getm_notBefore(made.get()), from) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(made.get()), until) != nullptr &&
      X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                                 0) == 1 &&
      X509_set_pubkey(made.get(), key) == 1;
  if (!done) fail("make a certificate");
  return made;
}

void sign(X509* made, const X509* issuer, EVP_PKEY* key) {
  if (X509_set_issuer_name(made, X509_get_subject_name(issuer)) != 1 ||
      X509_sign(made, key, EVP_sha256()) == 0)
    fail("sign a certificate");
}

identity make_authority(system_clock::time_point now) {
  auto key = new_key();
  auto made = begin(key.get(), "Muniment local authority", now, authority_life);
  auto* at = made.get();
  add(at, at, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add(at, at, NID_key_usage, "critical,keyCertSign,cRLSign");
  add(at, at, NID_name_constraints,
      "critical,permitted;DNS:localhost,excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:0:0:0:0:0:0:0:0/"
      "0:0:0:0:0:0:0:0");
  add(at, at, NID_subject_key_identifier, "hash");
  sign(at, at, key.get());
  return {std::move(key), std::move(made)};
}

identity make_server(const identity& authority, const std::string& base_domain,
                     system_clock::time_point now) {
  auto key = new_key();
  auto made = begin(key.get(), base_domain, now, server_life);
  auto* at = made.get();
  auto* issuer = authority.certificate.get();
  add(at, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add(at, issuer, NID_key_usage, "critical,digitalSignature");
  add(at, issuer, NID_ext_key_usage, "serverAuth");
  add(at, issuer, NID_subject_alt_name, "DNS:" + base_domain + ",DNS:*." + base_domain);
  add(at, issuer, NID_subject_key_identifier, "hash");
  add(at, issuer, NID_authority_key_identifier, "keyid:always");
  sign(at, issuer, authority.key.get());
  return {std::move(key), std::move(made)};
}

void keep(const identity& made, const std::string& chain, const fs::path& certificate_file,
          const fs::path& key_file) {
  storage::replace_file(key_file, pem_of(made.key.get()), 0600);
  storage::replace_file(certificate_file, chain, 0644);
}

bool names(X509* certificate, const std::string& base_domain) {
  const auto named = [&](const std::string& host) {
    return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
  };
  return named(base_domain) && named("any." + base_domain);
}

void make_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  fs::permissions(directory, fs::perms::owner_all, error);
  if (error)
    throw storage::startup_error{directory.string() + ": " + error.message(),
                                 "choose a data directory that can be written"};
}

}

local_certificates prepare_local_certificates(const fs::path& directory,
                                              const std::string& base_domain,
                                              system_clock::time_point now) {
  if (!base_domain.ends_with(".localhost"))
    throw storage::startup_error{
        "no certificate can be made here for " + base_domain,
        "set tls_certificate_file and tls_key_file, or a base domain below .localhost"};
  make_directory(directory);
  const auto authority_key = directory / "ca.key";
  local_certificates files{directory / "ca.pem", directory / "server.pem",
                           directory / "server.key"};
  auto authority = find(files.authority, authority_key);
  const bool renewed = !authority || !lasts(authority->certificate.get(), now);
  if (renewed) {
    authority = make_authority(now);
    keep(*authority, pem_of(authority->certificate.get()), files.authority, authority_key);
  }
  const auto server = find(files.chain, files.key);
  if (renewed || !server || !lasts(server->certificate.get(), now) ||
      !names(server->certificate.get(), base_domain)) {
    const auto made = make_server(*authority, base_domain, now);
    keep(made, pem_of(made.certificate.get()) + pem_of(authority->certificate.get()), files.chain,
         files.key);
  }
  return files;
}

}

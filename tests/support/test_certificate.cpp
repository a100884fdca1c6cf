// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace muniment::test {
namespace {

template <auto Free>
struct freed {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
using key_holder = std::unique_ptr<EVP_PKEY, freed<&EVP_PKEY_free>>;
using certificate_holder = std::unique_ptr<X509, freed<&X509_free>>;
using extension_holder = std::unique_ptr<X509_EXTENSION, freed<&X509_EXTENSION_free>>;
using file_holder = std::unique_ptr<std::FILE, freed<&std::fclose>>;

void demand(bool done) {
  if (!done) throw std::runtime_error{"no test certificate"};
}

file_holder opened(const std::filesystem::path& path, const char* mode) {
  file_holder file{std::fopen(path.c_str(), mode)};
  demand(file != nullptr);
  return file;
}

void add_hosts(X509* to, const std::vector<std::string>& hosts) {
  if (hosts.empty()) return;
  std::string list;
  for (const auto& host : hosts)
    list += (list.empty() ? "DNS:" : ",DNS:") + host;
  const extension_holder made{
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, list.c_str())};
  demand(made && X509_add_ext(to, made.get(), -1) == 1);
}

certificate_holder unsigned_of(EVP_PKEY* key, const certificate_wish& wished) {
  certificate_holder made{X509_new()};
  demand(made != nullptr);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), wished.begins.count());
  X509_gmtime_adj(X509_getm_notAfter(made.get()), wished.ends.count());
  auto* name = X509_get_subject_name(made.get());
  const auto* text = reinterpret_cast<const unsigned char*>(wished.common_name.c_str());
  demand(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
  demand(X509_set_pubkey(made.get(), key) == 1);
  add_hosts(made.get(), wished.hosts);
  return made;
}

void sign_itself(X509* made, EVP_PKEY* key) {
  demand(X509_set_issuer_name(made, X509_get_subject_name(made)) == 1);
  demand(X509_sign(made, key, EVP_sha256()) > 0);
}

void sign(X509* made, const certificate_files& signer) {
  const certificate_holder issuer{
      PEM_read_X509(opened(signer.certificate, "r").get(), nullptr, nullptr, nullptr)};
  const key_holder key{
      PEM_read_PrivateKey(opened(signer.key, "r").get(), nullptr, nullptr, nullptr)};
  demand(issuer && key);
  demand(X509_set_issuer_name(made, X509_get_subject_name(issuer.get())) == 1);
  demand(X509_sign(made, key.get(), EVP_sha256()) > 0);
}

}

void write_certificate(const certificate_wish& wished, const certificate_files& into) {
  const key_holder pair{EVP_EC_gen("P-256")};
  demand(pair != nullptr);
  const auto made = unsigned_of(pair.get(), wished);
  if (wished.signer.key.empty())
    sign_itself(made.get(), pair.get());
  else
    sign(made.get(), wished.signer);
  const auto key_file = opened(into.key, "w");
  demand(PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
         1);
  const auto certificate_file = opened(into.certificate, "w");
  demand(PEM_write_X509(certificate_file.get(), made.get()) == 1);
}

void write_certificate(const std::string& common_name, const std::filesystem::path& certificate,
                       const std::filesystem::path& key) {
  write_certificate({common_name}, {certificate, key});
}

}

// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

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
using file_holder = std::unique_ptr<std::FILE, freed<&std::fclose>>;

void demand(bool done) {
  if (!done) throw std::runtime_error{"no test certificate"};
}

file_holder opened(const std::filesystem::path& path) {
  file_holder file{std::fopen(path.c_str(), "w")};
  demand(file != nullptr);
  return file;
}

certificate_holder signed_by(EVP_PKEY* key, const std::string& common_name) {
  certificate_holder made{X509_new()};
  demand(made != nullptr);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  auto* name = X509_get_subject_name(made.get());
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  demand(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
  demand(X509_set_issuer_name(made.get(), name) == 1);
  demand(X509_set_pubkey(made.get(), key) == 1);
  demand(X509_sign(made.get(), key, EVP_sha256()) > 0);
  return made;
}

}

void write_certificate(const std::string& common_name, const std::filesystem::path& certificate,
                       const std::filesystem::path& key) {
  const key_holder pair{EVP_EC_gen("P-256")};
  demand(pair != nullptr);
  const auto made = signed_by(pair.get(), common_name);
  const auto key_file = opened(key);
  demand(PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
         1);
  const auto certificate_file = opened(certificate);
  demand(PEM_write_X509(certificate_file.get(), made.get()) == 1);
}

}

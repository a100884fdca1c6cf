// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/certificate_files.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace muniment::doctor {
namespace {

using bio = std::unique_ptr<BIO, crypto::detail::freed_by<BIO_free_all>>;
using crypto::detail::owned_key;

/// A key under a pass phrase must fail, not ask on a terminal.
int no_pass_phrase(char*, int, int, void*) { return 0; }

owned_key read_key(const std::filesystem::path& file) {
  const bio in{BIO_new_file(file.c_str(), "r")};
  owned_key key{in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_pass_phrase, nullptr) : nullptr};
  ERR_clear_error();
  return key;
}

system_time time_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(at, &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

std::string name_of(const X509* of) {
  auto* subject = X509_get_subject_name(of);
  char text[256] = "";
  if (X509_NAME_get_text_by_NID(subject, NID_commonName, text, sizeof text) <= 0)
    X509_NAME_oneline(subject, text, sizeof text);
  return *text ? std::string{text} : "the certificate";
}

bool in_order(const std::vector<x509>& chain) {
  for (std::size_t each = 1; each < chain.size(); ++each)
    if (X509_verify(chain[each - 1].get(), X509_get0_pubkey(chain[each].get())) != 1) {
      ERR_clear_error();
      return false;
    }
  return true;
}

bool names(X509* of, const std::string& host) {
  return X509_check_host(of, host.c_str(), host.size(), 0, nullptr) == 1;
}

bool readable_by_everybody(const std::filesystem::path& file) {
  std::error_code unseen;
  const auto rights = std::filesystem::status(file, unseen).permissions();
  return !unseen && (rights & std::filesystem::perms::others_all) != std::filesystem::perms::none;
}

}

std::vector<x509> read_chain(const std::filesystem::path& file) {
  constexpr std::size_t longest = 16;
  std::vector<x509> chain;
  const bio in{BIO_new_file(file.c_str(), "r")};
  while (in && chain.size() < longest) {
    x509 next{PEM_read_bio_X509(in.get(), nullptr, no_pass_phrase, nullptr)};
    if (!next) break;
    chain.push_back(std::move(next));
  }
  ERR_clear_error();
  return chain;
}

certificate facts_of(const X509* of) {
  return {name_of(of), time_of(X509_get0_notBefore(of)), time_of(X509_get0_notAfter(of))};
}

certificate_state read_certificate(const std::filesystem::path& chain_file,
                                   const std::filesystem::path& key_file,
                                   const std::vector<std::string>& hosts) {
  certificate_state seen{chain_file, key_file, {}};
  const auto chain = read_chain(chain_file);
  for (const auto& each : chain)
    seen.chain.push_back(facts_of(each.get()));
  seen.in_order = in_order(chain);
  seen.key_open_to_others = readable_by_everybody(key_file);
  const auto key = read_key(key_file);
  seen.key_usable = key != nullptr;
  if (chain.empty()) return seen;
  seen.key_matches = key && X509_check_private_key(chain.front().get(), key.get()) == 1;
  ERR_clear_error();
  for (const auto& host : hosts)
    if (!names(chain.front().get(), host)) seen.unnamed.push_back(host);
  return seen;
}

bool same(const X509* one, const X509* other) { return X509_cmp(one, other) == 0; }

}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/openssl.hpp"
#include "ops/doctor/certificates.hpp"

#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// OpenSSL's view of the files of a certificate, for the looks at TLS only.
namespace muniment::doctor {

using x509 = std::unique_ptr<X509, crypto::detail::freed_by<X509_free>>;

/// The certificates in a PEM file, in its order; none when there is no such file or nothing in it.
std::vector<x509> read_chain(const std::filesystem::path& file);

/// Its subject's common name, or whole name, and its times.
certificate facts_of(const X509* of);

/// What judge_certificate wants to know. `hosts`: those the certificate must be for.
certificate_state read_certificate(const std::filesystem::path& chain_file,
                                   const std::filesystem::path& key_file,
                                   const std::vector<std::string>& hosts);

/// Whether both are the same certificate.
bool same(const X509* one, const X509* other);

}

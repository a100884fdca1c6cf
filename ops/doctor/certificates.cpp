// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/certificates.hpp"

#include "ops/doctor/words.hpp"

namespace muniment::doctor {
namespace {

std::string date(system_time at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text;
}

finding judge_key(const certificate_state& seen) {
  constexpr auto check = "key";
  const auto where = seen.key_file.string();
  if (seen.key_open_to_others)
    return failed(check, where + " can be read by everybody on this machine",
                  // Its group may be that of those who serve, who would lose it by less.
                  "chmod o= " + where + ", then have a new certificate made for a new key");
  if (!seen.key_usable)
    return failed(
        check, where + " holds no private key, or one under a pass phrase",
        "write the key there in PEM without a pass phrase: openssl pkey -in OLD -out NEW");
  if (!seen.key_matches)
    return failed(check,
                  where + " is not the key of the first certificate in " + seen.chain_file.string(),
                  "install the pair that belongs together; the server's own certificate comes "
                  "first");
  return ok(check, where + " belongs to the certificate");
}

finding judge_chain(const certificate_state& seen) {
  constexpr auto check = "chain";
  const auto where = seen.chain_file.string();
  if (!seen.in_order)
    return failed(check, "the certificates in " + where + " do not sign each other in their order",
                  "put the server's own first, then each one that signed the one before");
  return ok(check, std::to_string(seen.chain.size()) + " in " + where + ", in their order");
}

finding judge_names(const certificate_state& seen) {
  constexpr auto check = "names";
  if (seen.unnamed.empty()) return ok(check, "the certificate is for every host of the deployment");
  return failed(check, "the certificate is not for " + joined(seen.unnamed),
                "have one made for the base domain and for * below it");
}

}

finding judge_expiry(const std::string& check, const certificate& each, system_time now,
                     const std::string& renew) {
  if (now < each.begins)
    return failed(check, each.subject + " is valid only from " + date(each.begins) + " on",
                  "check this machine's clock, or wait");
  if (now >= each.ends)
    return failed(check, each.subject + " expired on " + date(each.ends), renew);
  const auto found = each.subject + " expires on " + date(each.ends);
  return now + renewal_notice > each.ends ? warning(check, found, renew) : ok(check, found);
}

findings judge_certificate(const certificate_state& seen, system_time now) {
  if (seen.chain.empty())
    return {failed("chain", "there is no certificate in " + seen.chain_file.string(),
                   "write the chain there in PEM, the server's own certificate first")};
  findings all{judge_key(seen), judge_chain(seen)};
  // A chain is as good as the certificate of it that ends first.
  const auto* first_to_end = &seen.chain.front();
  for (const auto& each : seen.chain)
    if (each.ends < first_to_end->ends || each.begins > now) first_to_end = &each;
  all.push_back(judge_expiry("expiry", *first_to_end, now,
                             "renew it; the server reads the files again when they change"));
  all.push_back(judge_names(seen));
  return all;
}

finding judge_handshake(const handshake_state& seen) {
  constexpr auto check = "handshake";
  if (!seen.listened) return ok(check, "no server listens, so none was asked");
  if (!seen.failure.empty())
    return failed(check, "the port is open, but TLS does not succeed: " + seen.failure,
                  "does another program listen there? the server's log tells more");
  if (!seen.same_certificate)
    return warning(check, "the server still shows another certificate than the file holds",
                   "if it is not taken within a minute, the server's log says what is wrong with "
                   "it");
  if (seen.mistrust.empty()) return ok(check, seen.version + ", and the certificate is trusted");
  const auto found = seen.version + ", but the certificate is not trusted here: " + seen.mistrust;
  if (seen.own_authority)
    return failed(check, found,
                  "stop the server, move the directory tls away and start it again: "
                  "a new authority is made, to be trusted anew");
  return warning(check, found,
                 "add the missing intermediate certificates to the chain; or, if its "
                 "authority is your own, trust it on this machine");
}

}

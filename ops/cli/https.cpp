// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/https.hpp"

#include "http/server/uri.hpp"

#include <curl/curl.h>

#include <new>

namespace muniment::cli {
namespace {

using storage::startup_error;

constexpr std::size_t longest_reply = 16U << 20;
constexpr long connect_seconds = 5;
constexpr long whole_seconds = 30;

struct list_end {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using field_list = std::unique_ptr<curl_slist, list_end>;

std::size_t receive(const char* octets, std::size_t, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + count > longest_reply) return 0;
  body.append(octets, count);
  return count;
}

int look_up(void* told, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<std::function<bool()>*>(told))() ? 1 : 0;
}

field_list fields_of(const https_request& asked) {
  field_list fields;
  for (const auto& each : asked.fields) {
    auto* longer = curl_slist_append(fields.get(), each.c_str());
    if (!longer) throw std::bad_alloc{};
    static_cast<void>(fields.release());
    fields.reset(longer);
  }
  return fields;
}

[[noreturn]] void fail(CURLcode code, const std::string& url, const std::string& reason) {
  const auto where = url.substr(0, url.find('/', url.find("//") + 2));
  const auto failed = "asking " + where + " failed: " + curl_easy_strerror(code);
  switch (code) {
  case CURLE_ABORTED_BY_CALLBACK:
    throw given_up{};
  case CURLE_COULDNT_CONNECT:
    throw server_away{"nobody answers at " + where, "is the server running? start it, or name "
                                                    "another credential with --credential"};
  case CURLE_COULDNT_RESOLVE_HOST:
    throw server_away{"the name of " + where + " is not known", "check the name service"};
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
    throw startup_error{
        "the certificate of " + where + " is not trusted: " + reason,
        "renew it if it is over; check this machine's clock, and ca_file in the operator's "
        "credential"};
  case CURLE_OPERATION_TIMEDOUT:
    throw server_away{where + " did not answer in time", "try again; its log tells more"};
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
  case CURLE_GOT_NOTHING:
  case CURLE_PARTIAL_FILE:
    throw server_away{failed, "try again; its log tells more"};
  case CURLE_WRITE_ERROR:
    throw startup_error{"the answer of " + where + " is too large", "ask for less"};
  default:
    throw startup_error{failed, "try again; its log tells more"};
  }
}

}

https_client::https_client(std::string ca_file)
    : ca_file_{std::move(ca_file)}, handle_{curl_easy_init()} {
  if (!handle_) throw std::bad_alloc{};
}

https_client::~https_client() { curl_easy_cleanup(handle_); }

https_reply https_client::send(const https_request& asked) {
  https_reply reply;
  const auto fields = fields_of(asked);
  curl_easy_reset(handle_);
  curl_easy_setopt(handle_, CURLOPT_URL, asked.url.c_str());
  curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(handle_, CURLOPT_PROXY, "");
  curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
  static_assert(std::tuple_size_v<decltype(reason_)> >= CURL_ERROR_SIZE);
  reason_.front() = '\0';
  curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, reason_.data());
  curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(handle_, CURLOPT_TIMEOUT, whole_seconds);
  curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, asked.method.c_str());
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(handle_, CURLOPT_USERAGENT, "muniment/" MUNIMENT_VERSION);
  if (!ca_file_.empty()) curl_easy_setopt(handle_, CURLOPT_CAINFO, ca_file_.c_str());
  if (asked.method == "POST") {
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(asked.body.size()));
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, asked.body.data());
  }
  if (told_to_give_up_) {
    curl_easy_setopt(handle_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, &told_to_give_up_);
  }
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &reply.body);
  if (const auto code = curl_easy_perform(handle_); code != CURLE_OK)
    fail(code, asked.url, reason_.front() != '\0' ? reason_.data() : curl_easy_strerror(code));
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &reply.status);
  curl_off_t seconds = 0;
  if (curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
    reply.retry_after = std::chrono::seconds{seconds};
  return reply;
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    query.append(query.empty() ? "" : "&").append(http::percent_encoded(name));
    query.append("=").append(http::percent_encoded(value));
  }
  return query;
}

}

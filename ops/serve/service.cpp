// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/service.hpp"

#include "http/account/routes.hpp"
#include "http/admin/past_folds.hpp"
#include "http/admin/routes.hpp"
#include "http/control/endpoints.hpp"
#include "http/oidc/routes.hpp"
#include "http/operations/access_log.hpp"
#include "http/operations/login_metrics.hpp"
#include "http/operations/metrics.hpp"
#include "http/operations/node_metrics.hpp"
#include "http/operations/operations.hpp"
#include "http/operations/redirect.hpp"
#include "http/server/address_list.hpp"
#include "http/server/client_address.hpp"
#include "http/server/observer.hpp"
#include "http/server/router.hpp"
#include "ops/hosts.hpp"
#include "ops/serve/limits.hpp"
#include "storage/startup_error.hpp"

#include <prometheus/registry.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <thread>

namespace muniment::ops {

namespace {

using storage::startup_error;

http::host_router hosts_of(const settings& values) {
  auto made = host_router_of(values);
  if (!made) throw startup_error{made.error(), "see docs/configuration.md"};
  return std::move(*made);
}

std::shared_ptr<http::tls_context> tls_of(const http::tls_settings& wanted) {
  auto made = http::tls_context::make(wanted);
  if (!made) throw startup_error{made.error(), "check tls_certificate_file and tls_key_file"};
  return std::move(*made);
}

http::trusted_proxies proxies_of(const settings& values) {
  auto made = http::trusted_proxies::make(values.trusted_proxies);
  if (!made) throw startup_error{made.error(), "check trusted_proxies"};
  return std::move(*made);
}

std::vector<std::string> addresses_of(const settings& values) {
  auto read = http::address_list(values.listen_address);
  if (!read) throw startup_error{read.error(), "check listen_address"};
  return std::move(*read);
}

template <class Server, class... Args>
void bind(std::optional<Server>& at, asio::io_context& io, http::listen_options options,
          Args... args) {
  try {
    at.emplace(io, std::move(options), std::move(args)...);
  } catch (const std::system_error& error) {
    throw startup_error{std::string{"cannot listen on "} + error.what(),
                        "is another server running there? choose another port"};
  }
}

unsigned short port_of(std::int64_t setting) { return static_cast<unsigned short>(setting); }

void tell_of_certificates(const std::optional<std::string>& wrong) {
  if (wrong)
    spdlog::error("the certificate in use stays: {}", *wrong);
  else
    spdlog::info("the certificate files were read again");
}

constexpr std::chrono::seconds keys_looked_at{5};

/// After a round that left a workspace behind, or found another node at it.
constexpr std::chrono::minutes schemas_looked_at{1};

/// A key is published until the last token it signed is over, and believed in hints until the last
/// session of its time is; and while a signature is under way or a clock is wrong.
key_rotation::terms key_terms_of(const settings& values) {
  constexpr std::chrono::minutes leeway{1};
  const std::chrono::seconds longest{values.access_tokens_max_age};
  return {values.jwks_alg, static_cast<unsigned>(values.jwks_size),
          std::chrono::days{values.jwks_rotation_days},
          std::max<std::chrono::seconds>(longest, http::operator_token_lifetime) + leeway,
          oidc::oidc_settings{}.session_lifetime + leeway};
}

oidc::login_throttle_terms throttle_of(const settings& values) {
  oidc::login_throttle_terms terms;
  terms.name.free = static_cast<std::uint32_t>(values.login_free_failures);
  terms.address.free = static_cast<std::uint32_t>(values.login_address_free_failures);
  terms.name.first = terms.address.first = std::chrono::seconds{values.login_first_delay};
  terms.name.longest = terms.address.longest = std::chrono::seconds{values.login_longest_delay};
  return terms;
}

user_id_format user_ids_of(const settings& values) {
  return values.user_id_format == "nanoid" ? user_id_format::nanoid : user_id_format::uuid;
}

/// A list that is not there would let nobody choose a password, and tell so only when somebody
/// does.
passwords::rules choosing_of(const settings& values) {
  passwords::rules asked;
  asked.least_characters = static_cast<std::size_t>(values.password_min_length);
  if (values.breached_passwords.empty()) return asked;
  asked.breached = std::filesystem::absolute(values.breached_passwords);
  std::error_code unseen;
  if (!std::filesystem::is_directory(asked.breached, unseen))
    throw startup_error{"breached_passwords names no directory: " + asked.breached.string(),
                        "put the range files there (docs/configuration.md), or leave it unset"};
  return asked;
}

instant now() {
  return std::chrono::time_point_cast<instant::duration>(std::chrono::system_clock::now());
}

}

service::service(service_options options)
    : options_{std::move(options)}, logs_{options_.log, options_.program_log,
                                          options_.values.log_level},
      throttle_{throttle_of(options_.values)}, tls_{tls_of(options_.tls)} {
  node_.emplace(http::node_options{options_.dsn, options_.logins, options_.keys, now,
                                   limits_for(std::max(1U, std::thread::hardware_concurrency())),
                                   key_terms_of(options_.values), user_ids_of(options_.values),
                                   choosing_of(options_.values)});
  keeper_.emplace(*node_, io_, keys_looked_at);
  schemas_.emplace(*node_, io_, schemas_looked_at);
  journals_.emplace(*node_, io_, http::journal_keeper_options{});
  oidc::oidc_settings lifetimes;
  lifetimes.access_token_lifetime = std::chrono::seconds{options_.values.access_tokens_max_age};
  lifetimes.refresh_token_lifetime = std::chrono::seconds{options_.values.refresh_tokens_max_age};
  lifetimes.control_origin = control_origin();
  under_way_ = std::make_shared<http::operations>();
  past_ = std::make_shared<http::past_folds>();
  rolls_ = std::make_shared<http::key_rolls>(*node_, under_way_, io_.get_executor(),
                                             std::chrono::hours{options_.values.key_roll_hours});
  oidc_ = std::make_shared<const oidc::oidc_context>(oidc::oidc_context{
      node_->passwords(), attempts_, throttle_, lifetimes, {}, node_->choosing()});
  listen();
  certificates_ = std::make_shared<http::certificate_watch>(
      io_, tls_, options_.certificates_looked_at, tell_of_certificates);
}

service::~service() { stop(std::chrono::seconds{1}); }

http::front service::routed() {
  http::routing table{
      hosts_of(options_.values),
      [this](std::string slug) -> asio::awaitable<std::shared_ptr<http::workspace_door>> {
        co_return co_await node_->workspaces().find(std::move(slug));
      }};
  table.answering = [this](const auto& slug) { return node_->workspaces().answering(slug); };
  table.control_origin = control_origin();
  table.workspace = oidc::routes(oidc_);
  for (auto& each : account::routes(oidc_))
    table.workspace.push_back(std::move(each));
  const auto admin =
      std::make_shared<const http::admin_context>(http::admin_context{*node_, under_way_, past_});
  for (auto& each : http::admin_routes(admin))
    table.workspace.push_back(std::move(each));
  const auto control =
      std::make_shared<const http::control_context>(http::control_context{*node_, oidc_});
  table.control =
      http::control_routes(std::make_shared<const http::control_plane>(http::control_plane{
          control, under_way_, rolls_, [this](const auto& slug) { return issuer_of(slug); }}));
  return http::make_front(std::move(table));
}

void service::listen() {
  const auto registry = std::make_shared<prometheus::Registry>();
  const auto& values = options_.values;
  const auto addresses = addresses_of(values);
  http::listen_options https{.addresses = addresses, .port = port_of(values.listen_port)};
  https.watch = std::make_shared<http::observers>(std::vector<std::shared_ptr<http::observer>>{
      http::make_access_log(logs_.access()), http::make_metrics(registry)});
  https.client = http::client_behind(proxies_of(values));
  https.proxy = http::one_of(proxies_of(values));
  auto front = routed();
  https.tell = std::move(front.tell);
  bind(https_, io_, std::move(https), tls_, std::move(front.answer));
  http::listen_options operations{.addresses = {"127.0.0.1", "::1"},
                                  .port = port_of(values.operations_port)};
  bind(operations_, io_, std::move(operations),
       http::make_operations([this] { return ready_ && node_->services().term->lasts(); },
                             {registry, http::make_node_metrics(*node_),
                              http::make_login_metrics(throttle_), http::make_tls_metrics(tls_)}));
  if (values.redirect_port == 0) return;
  http::listen_options plain{.addresses = addresses, .port = port_of(values.redirect_port)};
  bind(redirect_, io_, std::move(plain),
       http::make_redirect(hosts_of(values), port_of(values.public_port)));
}

void service::start() {
  open_.emplace(io_.get_executor());
  https_->start();
  operations_->start();
  if (redirect_) redirect_->start();
  keeper_->start();
  schemas_->start();
  journals_->start();
  certificates_->start();
  serving_ = std::async(std::launch::async, [this] { run(); });
  roll_timer_.emplace([this](const std::stop_token& stop) { rolls_->begin_if_due(stop); });
  ready_ = true;
}

/// After an error it goes on all the same: who ends the server waits for coroutines of this thread.
void service::run() {
  for (;;) {
    std::string error = "an unknown exception";
    try {
      io_.run();
      return;
    } catch (const std::exception& thrown) {
      error = thrown.what();
    } catch (...) {
    }
    if (!sound_) continue;
    spdlog::critical("a handler ended by an error that nothing handles: {}", error);
    fault_ = error;
    ready_ = false;
    sound_ = false;
  }
}

void service::demand_sound() const {
  if (sound_) return;
  throw startup_error{
      "the server cannot go on: a handler ended by an error that nothing handles (" + fault_ + ")",
      "start again; the log tells more"};
}

asio::awaitable<void> service::drain(std::chrono::milliseconds patience) {
  certificates_->stop();
  schemas_->request_stop();
  journals_->request_stop();
  co_await keeper_->stop();
  if (redirect_) co_await redirect_->drain(patience);
  co_await https_->drain(patience);
  co_await operations_->drain(patience);
  // Last: a statement of theirs may be under way.
  co_await schemas_->stop();
  co_await journals_->stop();
  node_->close();
}

void service::stop(std::chrono::milliseconds patience) {
  constexpr std::chrono::seconds until_told{5};
  ready_ = false;
  if (serving_.valid()) {
    // Each of three listeners drains. What an error cut off may never end.
    auto drained = asio::co_spawn(io_, drain(patience), asio::use_future);
    if (sound_)
      drained.get();
    else
      drained.wait_for(3 * patience + until_told);
    // Operations ask workspaces through the thread that ends here.
    roll_timer_.reset();
    under_way_->stop();
    past_->stop();
    open_.reset();
    // Handlers that nobody waits for any more end when they are told that their workspace has.
    serving_.wait_for(until_told);
    io_.stop();
    serving_.get();
  }
  redirect_.reset();
  operations_.reset();
  https_.reset();
  if (under_way_) under_way_->stop();
  if (past_) past_->stop();
  rolls_.reset();
  under_way_.reset();
  past_.reset();
  oidc_.reset();
  journals_.reset();
  schemas_.reset();
  keeper_.reset();
  node_.reset();
}

void service::reload_certificates() { tell_of_certificates(tls_->reload()); }

std::string service::issuer_of(const std::string& slug) const {
  return origin_of(options_.values, hosts_of(options_.values).canonical_host(slug));
}

storage::issuer_rule service::issuers() const {
  return issuers_of(options_.values, hosts_of(options_.values));
}

std::string service::control_origin() const {
  return origin_of(options_.values, control_host(options_.values));
}

}

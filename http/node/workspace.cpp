// SPDX-License-Identifier: Apache-2.0
#include "http/node/workspace.hpp"

#include "http/node/reading.hpp"
#include "projections/runtime/projector.hpp"

#include <boost/mp11/algorithm.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment::http {

namespace {

view_access access_to(const node_services& services, const storage::schema_name& schema) {
  return {services.connections, schema, services.cache,
          std::make_shared<budget>(services.limits.overlay_rows, services.limits.overlay_octets,
                                   services.rows)};
}

/// No answer of a rule, but of a moment: the workspace could not attend to the wish.
bool is_unavailable(const command_reply& reply) {
  if (reply.verdict != command_verdict::refused) return false;
  const auto* entry = find_refusal(reply.why);
  return !entry || entry->http_status == 503 || entry->code == refusal_code::in_flight;
}

/// A read model and its place among all.
struct placed_projection {
  std::string name;
  std::size_t place;
};

/// The read model of a noun bears its plural; some nouns have none.
std::optional<placed_projection> projection_of(std::string_view category) {
  const auto wanted = std::string{category} + 's';
  std::optional<placed_projection> found;
  std::size_t place = 0;
  boost::mp11::mp_for_each<read_models>([&]<class P>(P) {
    if (P::name == wanted) found = placed_projection{wanted, place};
    ++place;
  });
  return found;
}

}

workspace::workspace(const node_services& services, storage::workspace_place place)
    : services_{services}, place_{std::move(place)},
      standings_{std::make_shared<projection_standings>(boost::mp11::mp_size<read_models>::value)},
      views_{access_to(services, place_.schema)}, clerk_{one_for(place_.id, services.clerks)},
      supervisor_{started()} {}

workspace::workspace(const workspace& known, std::string slug, std::string issuer)
    : services_{known.services_}, place_{known.place_.id,     std::move(slug),
                                         known.place_.schema, known.place_.journal,
                                         known.place_.pool,   known.place_.live,
                                         std::move(issuer)},
      presence_{known.presence_}, standings_{known.standings_}, views_{known.views_},
      clerk_{known.clerk_}, supervisor_{known.supervisor_} {}

/// Lets go of the actors too: an actor with a thread of its own lives as long as somebody knows it.
void workspace::close() {
  if (supervisor_) caf::anon_send_exit(*supervisor_, caf::exit_reason::user_shutdown);
  supervisor_ = nullptr;
  projector_ = nullptr;
  clerk_ = nullptr;
}

std::shared_ptr<const supervisor_actor> workspace::started() const {
  const auto project = [&system = services_.system, schema = place_.schema, views = views_,
                        clerk = clerk_,
                        standings = standings_](std::function<void(bool)> pressure) {
    const auto folding = std::make_shared<const projector_options>(
        projector_options{schema, views.foldings(), clerk, std::move(pressure), {}, standings});
    return system.spawn(muniment::projector, folding);
  };
  const auto settled = [counts = services_.counts,
                        schema = place_.schema.text()](settlement found, const journal_counts&) {
    const bool written = found == settlement::written;
    ++(written ? counts->found_written : counts->found_absent);
    spdlog::warn("an append of {} had an unknown outcome: it was {}", schema,
                 written ? "written" : "not written");
  };
  const auto options = std::make_shared<const supervisor_options>(supervisor_options{
      place_.schema,
      services_.hub,
      one_for(place_.id, services_.archivists),
      services_.eras,
      services_.clock,
      project,
      settled,
      {},
      {},
      {.waking = services_.limits.waking},
      presence_,
      services_.leases,
      services_.migrators.empty() ? migrator_actor{} : one_for(place_.id, services_.migrators),
      services_.schemas});
  return {new supervisor_actor{services_.system.spawn(supervisor, options)},
          [](const supervisor_actor* running) {
            caf::anon_send_exit(*running, caf::exit_reason::user_shutdown);
            delete running;
          }};
}

asio::awaitable<bool> workspace::open() {
  co_await attend();
  // What is read after the lease went and came again may be older than what another node did.
  const auto held = lease();
  const auto row = co_await read<workspaces::model>(place_.id);
  if (!row) co_return false;
  opened_ = held;
  if (identity_.slug != row->slug || identity_.issuer != row->issuer)
    identity_ = {place_.id, place_.journal, row->slug, row->issuer};
  co_return true;
}

std::uint64_t workspace::lease() const {
  const auto held = presence_->lease.load();
  return services_.term->holds(held) ? held : 0;
}

bool workspace::is_attended() {
  presence_->touched = true;
  const auto term = presence_->term.load();
  return term != 0 && term == term_ && lease() != 0;
}

asio::awaitable<void> workspace::attend() {
  if (is_attended()) co_return;
  // It is awake and may not answer: its supervisor will be told soon.
  if (!asleep() && lease() == 0) throw workspace_unavailable{"its lease is over"};
  const auto now = co_await ask<attend_reply>(services_.limits.waking, attend_atom::value);
  if (!now.awake) throw workspace_unavailable{"it does not wake"};
  if (term_ == now.term) co_return; // Somebody else was told first.
  subject_keys_.forget();
  projector_ = now.projector;
  must_reflect_.fill(now.position);
  term_ = now.term;
}

/// A parked one stays behind: whoever reads it is told so.
asio::awaitable<void> workspace::catch_up(std::size_t place, std::string projection) {
  for (;;) {
    const auto term = term_;
    const bool arrived = co_await reached(projector_, projection, must_reflect_.at(place), false);
    if (!arrived) throw workspace_unavailable{"read model " + projection + " lags behind"};
    if (term == term_) co_return;
  }
}

asio::awaitable<bool> workspace::reached(projector_actor folding, std::string projection,
                                         std::uint64_t position, bool persisted) {
  const auto& limits = services_.limits;
  const auto patience = persisted ? limits.writing : limits.folding;
  wait_request wish{projection, position, persisted, patience};
  const auto answer = co_await services_.bridge.ask<wait_reply>(folding, patience + limits.reading,
                                                                std::move(wish));
  if (!answer) co_return false;
  co_return answer->verdict == wait_verdict::reached ||
      (!persisted && answer->verdict == wait_verdict::parked);
}

asio::awaitable<projector_actor> workspace::projector() {
  co_await attend();
  co_return projector_;
}

asio::awaitable<supervisor_actor> workspace::keeper() {
  co_await attend();
  if (!supervisor_) throw workspace_unavailable{"it is closed"};
  co_return *supervisor_;
}

asio::awaitable<status_reply> workspace::status() {
  co_await attend();
  auto status = co_await services_.bridge.ask<status_reply>(projector_, services_.limits.reading,
                                                            status_atom::value);
  if (!status) throw workspace_unavailable{"its projector does not answer"};
  co_return std::move(*status);
}

asio::awaitable<bool> workspace::persisted(std::string projection) {
  const auto now = co_await status();
  co_return co_await reached(projector_, std::move(projection), now.head, true);
}

struct workspace::at_end {
  workspace& of;
  const std::string& category;
  ~at_end() { of.forget_of(category); }
};

asio::awaitable<command_reply> workspace::decide(command_envelope wish) {
  return decide_for(shared_from_this(), std::move(wish));
}

asio::awaitable<command_reply> workspace::decide_for(std::shared_ptr<workspace> kept,
                                                     command_envelope wish) {
  presence_->touched = true;
  wish.workspace = place_.id;
  const auto category = wish.category;
  command_message message{pack(wish)};
  // At the end once more: what was read before the read model reflected it is old, and whoever is
  // not answered in time may have been obeyed.
  const at_end forgetting{*kept, category};
  auto reply = co_await ask<command_reply>(services_.limits.command, std::move(message));
  forget_of(category);
  if (reply.verdict == command_verdict::unknown)
    throw workspace_unavailable{"a command may have been done: its outcome is not known"};
  if (is_unavailable(reply)) throw workspace_unavailable{"a command was not taken: " + reply.why};
  if (reply.position > 0) co_await reflect(category, reply.position);
  co_return reply;
}

void workspace::forget_of(std::string_view category) {
  if (category == muniment::user::category) subject_keys_.forget();
  if (category == signing_key::category) keys_.forget();
  if (category == muniment::client::category) forget_origins();
}

/// What is acknowledged is durable: neither a read model that lags nor a workspace that recovers is
/// a reason to say otherwise, but for who reads it then. Mostly the projector, which is told before
/// the aggregate, was first, and need not be asked.
asio::awaitable<void> workspace::reflect(const std::string& category, std::uint64_t position) {
  const auto projection = projection_of(category);
  if (!projection) co_return;
  auto& wanted = must_reflect_.at(projection->place);
  wanted = std::max(wanted, position);
  if (is_current(projection->place)) co_return;
  bool arrived = false;
  try {
    co_await attend();
    arrived = co_await reached(projector_, projection->name, position, false);
  } catch (const workspace_unavailable&) {
    // Whoever reads attends to it first, and is told.
  }
  if (!arrived) spdlog::warn("read model {} lags behind an answered command", projection->name);
}

template <projection P>
asio::awaitable<std::shared_ptr<const typename P::row>>
workspace::read(key_of<typename P::row> at) {
  const auto self = shared_from_this();
  auto* view = view_at_hand<P>();
  if (!view) view = co_await trusted_view<P>();
  if (auto known = view->peek(at)) co_return *known;
  auto look = [self, view, at] { return view->read(at); };
  co_return co_await on_reading_thread(services_.reading, std::move(look));
}

asio::awaitable<std::shared_ptr<const workspaces::row>> workspace::described() {
  co_return co_await read<workspaces::model>(place_.id);
}

asio::awaitable<std::shared_ptr<const clients::row>> workspace::client(uuid id) {
  return read<clients::model>(id);
}

asio::awaitable<std::shared_ptr<const users::row>> workspace::user(uuid id) {
  return read<users::model>(id);
}

asio::awaitable<std::shared_ptr<const sessions::row>> workspace::session(uuid id) {
  return read<sessions::model>(id);
}

asio::awaitable<std::shared_ptr<const grants::row>> workspace::grant(uuid id) {
  return read<grants::model>(id);
}

asio::awaitable<std::shared_ptr<const projects::row>> workspace::project(uuid id) {
  return read<projects::model>(id);
}

asio::awaitable<std::shared_ptr<const roles::row>> workspace::role(uuid id) {
  return read<roles::model>(id);
}

asio::awaitable<std::shared_ptr<const consents::row>> workspace::consent(uuid id) {
  return read<consents::model>(id);
}

asio::awaitable<std::shared_ptr<const signing_keys::row>> workspace::key_row(uuid id) {
  return read<signing_keys::model>(id);
}

/// A client id is claimed for ever by one stream; any other claim may move.
asio::awaitable<std::optional<uuid>> workspace::holder(claim wanted) {
  const std::string name{wanted.digest.begin(), wanted.digest.end()};
  const bool lasts = wanted.kind == claim_kind::client_id;
  if (const auto known = clients_.find(name); lasts && known != clients_.end())
    co_return known->second;
  co_await attend();
  holder_ptr wish = std::make_shared<const holder_request>(holder_request{
      place_.schema, {static_cast<std::int16_t>(wanted.kind), std::move(wanted.digest)}});
  const auto reply = co_await services_.bridge.ask<holder_reply>(
      one_for(place_.id, services_.archivists), services_.limits.reading, std::move(wish));
  if (!reply || !reply->reached) throw workspace_unavailable{"its journal cannot be asked"};
  if (lasts && reply->stream) {
    if (clients_.size() >= services_.limits.known_clients) clients_.clear();
    clients_.emplace(name, *reply->stream);
  }
  co_return reply->stream;
}

}

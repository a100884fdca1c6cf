// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/supervisor.hpp"
#include "http/node/actor_bridge.hpp"
#include "http/node/known_subject_keys.hpp"
#include "http/node/services.hpp"
#include "http/node/signing_keys.hpp"
#include "http/server/door.hpp"
#include "http/server/turnstile.hpp"
#include "http/server/wish.hpp"
#include "projections/catalogue.hpp"
#include "projections/runtime/standing.hpp"
#include "projections/runtime/views.hpp"
#include "storage/provisioning.hpp"

#include <array>
#include <mutex>
#include <set>
#include <unordered_map>

namespace muniment::http {

/// What came of letting another key sign.
struct key_rotated {
  std::string key_id;
  signing_keys::phase phase = signing_keys::phase::next;
  instant effective_at;
  std::string why; ///< names a refusal code; empty when it is done
};

/// One workspace of this node: its supervisor, its read models, and the door by which handlers
/// reach both. It wakes when it is first asked for something. All coroutines run on one serial
/// executor.
class workspace final : public workspace_door, public std::enable_shared_from_this<workspace> {
public:
  workspace(const node_services& services, storage::workspace_place place);
  /// The same one, running on, at another slug or as another issuer: who has it as it was keeps
  /// what it said then.
  workspace(const workspace& known, std::string slug, std::string issuer);
  ~workspace() override = default;

  /// Ends it: what is asked of it from now on, or waits for an answer, is unavailable. It may be
  /// kept by those who wait.
  void close();

  /// Reads who it is; false when its journal does not say so yet. Before anything but `decide`, and
  /// again under each lease: another node may have changed it.
  asio::awaitable<bool> open();
  [[nodiscard]] bool is_open() const { return opened_ != 0 && opened_ == lease(); }
  [[nodiscard]] bool asleep() const { return presence_->term == 0; }

  /// How its read models keep up, in the order of their list; of no meaning while it is asleep.
  [[nodiscard]] const projection_standings& standings() const { return *standings_; }

  [[nodiscard]] const storage::workspace_place& place() const { return place_; }
  [[nodiscard]] const views_of<read_models>& views() const { return views_; }

  /// Wakes it if need be; the projector of this term.
  asio::awaitable<projector_actor> projector();

  /// Wakes it if need be; who is asked for its keys.
  asio::awaitable<supervisor_actor> keeper();

  /// How its read models stand.
  asio::awaitable<status_reply> status();

  /// Waits until the table of a read model reflects all that was acknowledged. False when it does
  /// not in time, or is parked.
  asio::awaitable<bool> persisted(std::string projection);

  /// Replaces its key by one under the newest era; false when it has none yet. One that slept
  /// sleeps again. Throws `workspace_unavailable`: it may have happened then.
  asio::awaitable<bool> roll_keys(wish_origin from);

  // --- The door.
  [[nodiscard]] const workspace_identity& identity() const override { return identity_; }
  [[nodiscard]] instant now() const override { return services_.clock(); }
  [[nodiscard]] std::uint64_t lease() const override;
  asio::awaitable<command_reply> decide(command_envelope wish) override;
  asio::awaitable<std::shared_ptr<const clients::row>> client(uuid id) override;
  asio::awaitable<std::shared_ptr<const users::row>> user(uuid id) override;
  asio::awaitable<std::shared_ptr<const sessions::row>> session(uuid id) override;
  asio::awaitable<std::shared_ptr<const grants::row>> grant(uuid id) override;
  asio::awaitable<std::shared_ptr<const consents::row>> consent(uuid id) override;
  asio::awaitable<std::vector<grants::row>> open_grants(uuid session, std::size_t limit) override;
  asio::awaitable<rows_page<sessions::row>> sessions_of(uuid user,
                                                        std::optional<uuid> after) override;
  asio::awaitable<rows_page<grants::row>> grants_of(uuid user, std::optional<uuid> after) override;
  asio::awaitable<bool> is_client_origin(std::string origin) override;
  [[nodiscard]] bool knows_client_origin(const std::string& origin) const override;
  asio::awaitable<std::optional<uuid>> holder(claim wanted) override;
  asio::awaitable<std::optional<opened_user>> opened(uuid user) override;
  asio::awaitable<credential::state<muniment::opened>> credential_of(uuid user) override;
  asio::awaitable<muniment::grant::state<muniment::opened>> grant_state(uuid id) override;
  asio::awaitable<service_token::state<muniment::opened>> service_token_state(uuid id) override;
  asio::awaitable<crypto::hash> lookup_digest(std::string purpose, std::string canonical) override;
  asio::awaitable<crypto::hash> client_secret_digest(uuid client, std::string secret) override;
  asio::awaitable<std::string> seal(std::string purpose, bytes plain) override;
  asio::awaitable<std::optional<bytes>> unseal(std::string purpose, std::string box) override;
  asio::awaitable<std::optional<signing_choice>> signer(std::string algorithm) override;
  asio::awaitable<std::string> sign(std::string key_id, std::string typ,
                                    std::string claims) override;
  asio::awaitable<claims_set> verified_claims(std::string typ, std::string token) override;
  asio::awaitable<claims_set> hinted_claims(std::string typ, std::string token) override;
  asio::awaitable<std::shared_ptr<const tagged_text>> key_set() override;

  asio::awaitable<std::shared_ptr<const projects::row>> project(uuid id);
  asio::awaitable<std::shared_ptr<const roles::row>> role(uuid id);

  /// What its journal says of itself.
  asio::awaitable<std::shared_ptr<const workspaces::row>> described();

  // --- Its signing keys in time (http/node/workspace_rotation.cpp). One coroutine at a time
  // changes them.

  /// Whether something about them is due, or not known since it woke. Wakes nobody.
  [[nodiscard]] bool keys_are_due() const;

  /// Does with them what is due; with `to_sign`, only what has to come before a signature of that
  /// algorithm.
  asio::awaitable<void> tend_keys(wish_origin from, std::string to_sign = {});

  /// They are not due for a while: tending them failed.
  void rest_keys() { keys_rest_until_ = now() + services_.limits.key_pause; }

  /// Lets the upcoming key of an algorithm sign: from when everybody knows it, or at once.
  asio::awaitable<key_rotated> rotate_key(wish_origin from, std::string algorithm, bool at_once);

  /// Trusts a key no longer; where it signed, the upcoming one does at once.
  asio::awaitable<command_reply> revoke_key(wish_origin from, uuid key);

  /// What the JWKS publishes: next, active and retiring keys.
  asio::awaitable<std::vector<signing_keys::row>> published_keys();

  /// Those that matter: published ones, and the newest of each algorithm.
  asio::awaitable<std::vector<signing_keys::row>> list_keys();

  /// The key of that name, whatever became of it.
  asio::awaitable<std::shared_ptr<const signing_keys::row>> find_key(std::string key_id);

  /// A person's fields, opened for rendering.
  asio::awaitable<opened_user> open_row(const users::row& row);

  /// Where the requests of these rows came from, in their order; nothing where none is known, or
  /// can be known any more. A key that rows share is asked for once.
  asio::awaitable<std::vector<std::optional<access_metadata>>>
  open_access(const std::vector<audit::row>& rows);

private:
  /// Of a read model among all.
  template <projection P>
  static constexpr std::size_t place_of = boost::mp11::mp_find<read_models, P>::value;

  template <projection P>
  asio::awaitable<std::shared_ptr<const typename P::row>> read(key_of<typename P::row> at);
  template <decider Noun>
  asio::awaitable<typename Noun::template state<muniment::opened>> state_of(uuid stream);
  template <projection P, class Keep>
  asio::awaitable<rows_page<typename P::row>> rows_of(uuid user, std::optional<uuid> after,
                                                      Keep keep);
  asio::awaitable<std::set<std::string>> read_origins();
  struct at_end;
  /// Keeps the workspace from the call on, and not only from when it is awaited.
  asio::awaitable<command_reply> decide_for(std::shared_ptr<workspace> kept, command_envelope wish);
  /// What a command of that category may have changed is read anew.
  void forget_of(std::string_view category);
  void forget_origins() {
    ++client_changes_;
    origins_.reset();
  }
  template <class Reply, class... Args>
  asio::awaitable<Reply> ask(std::chrono::milliseconds patience, Args... args) {
    if (!supervisor_) throw workspace_unavailable{"it is closed"};
    auto answer = co_await services_.bridge.ask<Reply>(*supervisor_, patience, std::move(args)...);
    if (!answer) throw workspace_unavailable{"it does not answer in time"};
    co_return std::move(*answer);
  }

  /// Whether it may answer without asking anybody: it is awake, in the term that was attended to.
  /// Keeps it awake.
  [[nodiscard]] bool is_attended();

  /// Whether nobody is let in by what a read model says: it is parked. But for those without which
  /// no operator gets in to rebuild it.
  template <projection P>
  [[nodiscard]] bool is_distrusted() const {
    constexpr bool needed =
        std::same_as<P, workspaces::model> || std::same_as<P, signing_keys::model>;
    return !needed && standings_->at(place_of<P>).parked;
  }

  /// What `trusted_view` gives, where nothing need be waited for; null otherwise.
  template <projection P>
  [[nodiscard]] hot_view<P>* view_at_hand() {
    if (!is_attended() || !is_current(place_of<P>) || is_distrusted<P>()) return nullptr;
    return &views_.get<P>();
  }

  /// Whether a read model reflects what whoever reads it may count on.
  [[nodiscard]] bool is_current(std::size_t place) const {
    return standings_->at(place).folded >= must_reflect_.at(place);
  }

  /// The rows of a read model that reflects what was acknowledged before this term, and what was
  /// answered since; whoever reads it waits for that, and for no other: one that is folded anew
  /// keeps nobody out who does not ask for it. Throws when it is distrusted: what it says may be
  /// over.
  template <projection P>
  asio::awaitable<hot_view<P>*> trusted_view() {
    co_await attend();
    if (!is_current(place_of<P>)) co_await catch_up(place_of<P>, std::string{P::name});
    if (is_distrusted<P>())
      throw workspace_unavailable{"read model " + std::string{P::name} + " is parked"};
    co_return &views_.get<P>();
  }

  asio::awaitable<void> attend();
  asio::awaitable<void> catch_up(std::size_t place, std::string projection);
  asio::awaitable<bool> reached(projector_actor folding, std::string projection,
                                std::uint64_t position, bool persisted);
  asio::awaitable<void> reflect(const std::string& category, std::uint64_t position);
  asio::awaitable<std::optional<std::uint32_t>> key_generation();
  asio::awaitable<void> begin_generation(std::uint32_t generation, wish_origin from);
  asio::awaitable<storage::shared_lookup_keys> lookup_keys();
  asio::awaitable<storage::shared_key> subject_key(uuid person);
  asio::awaitable<storage::shared_key> access_key(std::chrono::sys_days day,
                                                  std::optional<uuid> subject);
  asio::awaitable<std::shared_ptr<const crypto::sealing_key>> page_key();
  asio::awaitable<void> tend_before_signing(std::vector<signing_keys::row> keys,
                                            std::string algorithm);
  asio::awaitable<void> do_due(wish_origin from, std::string to_sign);
  asio::awaitable<command_reply> take(key_rotation::step step, wish_origin from);
  asio::awaitable<std::vector<signing_keys::row>> read_keys();
  asio::awaitable<known_keys::shared_rows> key_rows();
  asio::awaitable<std::shared_ptr<const signing_keys::row>> key_row(uuid id);
  void plan_keys(const std::vector<signing_keys::row>& keys);
  asio::awaitable<known_keys::private_key> private_key(std::string key_id);
  [[nodiscard]] std::shared_ptr<const supervisor_actor> started() const;

  const node_services& services_;
  const storage::workspace_place place_;
  const std::shared_ptr<workspace_presence> presence_ = std::make_shared<workspace_presence>();
  const std::shared_ptr<projection_standings> standings_;
  const views_of<read_models> views_;
  clerk_actor clerk_; ///< one for all its tables, so that they are written in order
  std::shared_ptr<const supervisor_actor>
      supervisor_; ///< ends with its last user; null once closed
  workspace_identity identity_;
  std::uint64_t opened_ = 0; ///< under which lease
  projector_actor projector_;
  std::uint64_t term_ = 0; ///< of the waking that was attended to
  /// What each read model has to reflect before it is read: the head at that moment, or where the
  /// last command that changed it was written since.
  std::array<std::uint64_t, boost::mp11::mp_size<read_models>::value> must_reflect_{};
  std::unordered_map<std::string, uuid> clients_;
  std::uint64_t client_changes_ = 0; ///< how often one was asked for or done
  std::optional<std::set<std::string>> origins_;
  std::uint64_t origins_term_ = 0; ///< in which they were read
  const std::shared_ptr<turnstile> origins_turn_ = std::make_shared<turnstile>();
  known_subject_keys subject_keys_{services_.limits.known_subject_keys};
  storage::shared_lookup_keys lookup_keys_;
  std::shared_ptr<const crypto::sealing_key> page_key_;
  known_keys keys_;
  const std::shared_ptr<turnstile> key_turn_ = std::make_shared<turnstile>();
  const std::shared_ptr<turnstile> key_list_turn_ = std::make_shared<turnstile>();
  instant keys_due_ = key_rotation::at_once;
  instant keys_rest_until_ = key_rotation::at_once; ///< after they could not be tended
  std::uint64_t keys_planned_in_ = 0;               ///< the term of `keys_due_`
};

}

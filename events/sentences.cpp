// SPDX-License-Identifier: Apache-2.0
#include "events/sentences.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace muniment::documentation {

namespace {

constexpr auto categories = std::to_array<sentence>({
    {"workspace", "The workspace itself: its address and the generations of its keys."},
    {"project", "A logical application of the workspace: a container of clients and role names."},
    {"user", "A person; the stream's id is the subject whose key seals what is personal here."},
    {"credential", "A user's password; the stream has the user's id."},
    {"client", "A relying party, registered in a project."},
    {"consent", "What a user allowed a client."},
    {"signing_key", "A key that signs tokens; its private part is never in an event."},
    {"session", "A browser's session with the workspace."},
    {"grant", "An authorization: a code, the tokens it gave, the refresh tokens that follow."},
    {"refusal", "What was refused to one account or address on one day (UTC); the stream's id is a "
                "keyed digest of party and day, and the name that was typed is never stored."},
    {"service_token", "An access token without a user, a service client's own or an operator's; "
                      "the stream's id is the token's `jti`."},
    {"role", "That a user has a role of a project."},
});

constexpr auto types = std::to_array<sentence>({
    {"workspace.created", "The workspace came into being; this is position 1 of every journal."},
    {"workspace.slug_changed", "The workspace answers at another name from now on."},
    {"workspace.keys_rolled", "The workspace key was replaced and everything under it wrapped "
                              "anew; the old key is gone."},
    {"project.created", "A project exists."},
    {"project.role_defined", "The project knows a role of this name."},
    {"user.registered", "A person can be known here."},
    {"user.profile_changed", "The profile reads like this from now on; what is null is unknown."},
    {"user.disabled", "The user may no longer sign in."},
    {"user.enabled", "The user may sign in again."},
    {"user.erased", "The user's subject key was destroyed: nothing personal of this user can be "
                    "read again."},
    {"credential.password_set", "The password is this from now on."},
    {"credential.password_rehashed",
     "The same password was hashed anew, under the parameters of the day, at a login."},
    {"credential.locked", "There were too many failures in a row; the user is refused for a time."},
    {"credential.unlocked", "Failures count from zero again."},
    {"client.registered", "A relying party may ask for tokens."},
    {"client.secret_rotated", "The client has another secret; the old one no longer works."},
    {"client.redirects_changed", "The registered URIs and origins are these from now on."},
    {"client.settings_changed", "The client is called, trusted and served like this from now on."},
    {"client.deleted", "The client gets no tokens any more; its id is never used again."},
    {"consent.given", "The user allowed the client these scopes."},
    {"consent.withdrawn", "The consent no longer holds."},
    {"session.started", "The user proved who they are, and a session began."},
    {"session.ended", "The session is over."},
    {"grant.code_issued", "The user was sent back to the client with an authorization code."},
    {"grant.code_redeemed", "The client exchanged the code, once."},
    {"grant.token_issued",
     "An access token was issued, and an ID token with it where `openid` was asked for."},
    {"grant.refresh_issued", "A refresh token was issued; it replaces the one before it."},
    {"grant.ended", "Nothing that the grant gave is valid any more."},
    {"signing_key.generated", "A key exists and is published, but signs nothing yet."},
    {"signing_key.scheduled", "Somebody ordered the key to sign from a moment on."},
    {"signing_key.activated", "The key signs from now on."},
    {"signing_key.superseded", "The key signs no more; what it signed still verifies."},
    {"signing_key.retired", "The key is no longer published."},
    {"signing_key.revoked", "The key is not to be trusted from now on."},
    {"refusal.recorded", "Something was refused."},
    {"refusal.closed", "The day is over."},
    {"service_token.issued", "The token was issued."},
    {"service_token.ended", "The token is not valid any more."},
    {"role.granted", "The user has the role."},
    {"role.revoked", "The user has the role no longer."},
});

constexpr auto envelope_members = std::to_array<sentence>({
    {"format", "The shape of this envelope."},
    {"journal", "The journal, since its first event and through export and import."},
    {"position", "The place in the journal: from 1, without gaps, in the order of commit."},
    {"category", "The kind of the stream."},
    {"stream", "The one the event is about: a user, a client, a session."},
    {"version", "The place in the stream, from 1."},
    {"type", "What happened."},
    {"type_version", "The version in which the payload was written; it is shown in the newest."},
    {"recorded_at", "When it was recorded; never before the event in front of it."},
    {"actor", "The party that acted."},
    {"actor.kind", "What kind of party; the audit calls a `deployment_operator` an operator."},
    {"actor.id", "Which one; null where the kind says everything."},
    {"actor.authentication", "How it proved who it is, such as `password` or `client_secret`."},
    {"actor.on_behalf_of", "For whom it acted, if for another."},
    {"actor.on_behalf_of.kind", "What kind of party that is."},
    {"actor.on_behalf_of.id", "Which one."},
    {"subject", "The person it is about, whose key seals the personal members."},
    {"tenant", "The organisation inside the workspace, if one is meant."},
    {"project", "The project, if one is meant."},
    {"command", "The wish that caused the event; a wish that is repeated keeps its id."},
    {"causation", "The wish that caused the wish."},
    {"correlation", "The trace of the request (W3C Trace Context)."},
    {"outcome", "Whether what was wished came about."},
    {"access", "Where the request came from; also sealed under a key of the day."},
});

constexpr auto sealed_members = std::to_array<sentence>({
    {"access.address", "The address (IP) that the request came from; behind a proxy that is "
                       "trusted, the one that the proxy names."},
    {"access.agent", "What the browser or program called itself (`User-Agent`), its first 256 "
                     "octets."},
});

constexpr auto members = std::to_array<sentence>({
    {"slug", "The route name, which can be changed."},
    {"issuer", "The issuer's canonical URL."},
    {"generation", "Of the workspace key, from 1."},
    {"project.created/name", "Unique in the workspace."},
    {"role", "The name of a role that the project knows, or of a built-in one."},
    {"project.role_defined/role", "The name of the role."},
    {"user_name_digest", "What makes the name unique: an HMAC under a key of the workspace, sealed "
                         "because a digest of a name that can be guessed is personal too."},
    {"email_digest", "The same of the e-mail address: what makes it unique."},
    {"locale", "A language tag (BCP 47)."},
    {"subject_key", "The key that was made with the user."},
    {"subject_key.commitment", "What every box under this key opens with."},
    {"boxes", "How many sealed members were left unreadable in the user's own stream."},
    {"password_hash", "The hash of the password, with the parameters it was hashed under."},
    {"must_change", "The password is for one use: it has to be changed at the next login."},
    {"failures", "How many there were in a row."},
    {"until", "Until when the user is refused."},
    {"client_id", "The client's name in the protocol, unique in the workspace."},
    {"name", "What people are shown."},
    {"kind",
     "What runs: a server (`web`, `service`), a page in a browser, a program of the user's."},
    {"authentication", "How the client proves who it is at the token endpoint."},
    {"secret_digest", "An HMAC under a key of the workspace; the secret is stored nowhere."},
    {"session.started/secret_digest", "SHA-256 of the cookie's secret, which is stored nowhere."},
    {"post_logout_redirect_uris", "Where the browser may be sent after a logout."},
    {"origins", "Whose scripts may read replies (CORS)."},
    {"grant_types", "By their names in RFC 7591."},
    {"id_token_algorithm", "A JWS name, such as `ES256`."},
    {"access_token_algorithm", "A JWS name, such as `ES256`."},
    {"third_party", "The user is asked for consent."},
    {"may_introspect", "The client learns what a token of this workspace allows (RFC 7662)."},
    {"methods", "How the user was authenticated: `amr` values of RFC 8176."},
    {"idle_seconds", "After so long without a request the session is over."},
    {"session.started/client", "Whose request led to the login; null where no client's did."},
    {"session.started/expires_at", "Absolute: nothing prolongs it."},
    {"code_digest", "SHA-256 of the code, which is stored nowhere."},
    {"code_challenge", "Of PKCE, by the method S256 (RFC 7636)."},
    {"nonce", "What the client wants to find in the ID token."},
    {"grant.code_issued/expires_at", "The absolute end of everything the grant gives."},
    {"token_id", "The token's `jti`."},
    {"key_id", "The `kid` of the key that signed."},
    {"signing_key.generated/key_id", "The key's `kid`, unique in the workspace."},
    {"refresh_digest", "SHA-256 of the token, which is stored nowhere."},
    {"grant.refresh_issued/generation", "The place among the grant's refresh tokens, from 1."},
    {"replaces", "The digest of the token it was asked with; null for the first."},
    {"request_digest", "Of the request that asked, so that a repetition is known as one."},
    {"algorithm", "A JWS name, such as `ES256`."},
    {"public_jwk", "The public part, as JSON (RFC 7517)."},
    {"retires_at", "From when on the key may be retired."},
    {"code", "The refusal, by its name in [errors.md](errors.md)."},
    {"refusal.recorded/client", "Whose request it was, if a client's."},
    {"count", "How many refusals of one kind the event stands for."},
    {"total", "How many refusals were recorded; more than a thousand a day are not."},
    {"holder", "Whose token it is."},
    {"holder.kind", "A client of this workspace, or an operator of the deployment."},
    {"audience", "Whom the token is for (`aud`)."},
    {"reason", "Why."},
    {"display_name", "What the person is called on pages and in tokens."},
    {"workspace.created/display_name", "What the workspace is called on pages."},
    {"user_name", "What the person types to sign in."},
    {"email", "The e-mail address."},
    {"email_verified", "The address was shown to be the person's."},
    {"subject_key.id", "Which key."},
    {"user", "The id of the person."},
    {"client", "The id of the client."},
    {"project", "The id of the project."},
    {"session", "The id of the session in which the user allowed it."},
    {"scopes", "What is allowed, by the names of OAuth's scopes."},
    {"client.registered/scopes", "What the client may ask for."},
    {"client.settings_changed/scopes", "What the client may ask for."},
    {"client.settings_changed/may_introspect",
     "The client learns what a token of this workspace allows (RFC 7662); null: as before."},
    {"redirect_uris", "Where codes may be sent."},
    {"redirect_uri", "Where the code was sent."},
    {"pkce_required", "The client has to use PKCE (RFC 7636)."},
    {"authenticated_at", "When the user proved who they are."},
    {"code_expires_at", "Until when the code can be exchanged."},
    {"issued_at", "When it was issued."},
    {"expires_at", "When it ends at the latest."},
    {"activates_at", "From when on the key is to sign."},
    {"holder.id", "Which one."},
});

}

std::span<const sentence> category_sentences() { return categories; }
std::span<const sentence> type_sentences() { return types; }
std::span<const sentence> envelope_sentences() { return envelope_members; }
std::span<const sentence> sealed_sentences() { return sealed_members; }
std::span<const sentence> member_sentences() { return members; }

std::string_view meaning_of(std::span<const sentence> all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &sentence::name);
  return found == all.end() ? std::string_view{} : found->says;
}

std::string_view meaning_of_member(std::string_view type, std::string_view path) {
  const auto own = meaning_of(member_sentences(), std::string{type}.append("/").append(path));
  return own.empty() ? meaning_of(member_sentences(), path) : own;
}

}

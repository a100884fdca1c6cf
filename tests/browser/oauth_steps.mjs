// SPDX-License-Identifier: Apache-2.0
// The steps of oauth4webapi, request and answer in one.
import * as oauth from 'oauth4webapi';
import { demo, issuer } from './world.mjs';

export const discovered = async (algorithm) =>
  oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm }));

/** A client and how it shows who it is, by the name of the method. */
export function authenticated({ client_id, client_secret }, method) {
  const by = {
    client_secret_basic: oauth.ClientSecretBasic, client_secret_post: oauth.ClientSecretPost, none: oauth.None,
  };
  return { client: { client_id }, auth: by[method](client_secret) };
}

/** Each takes a client and what it sends; and gives what the library made of the answer, or fails as it does. */
export const stepsOf = (as) => ({
  checked: ({ client }, { callback, state }) => oauth.validateAuthResponse(as, client, callback, state),

  redeemed: async ({ client, auth }, parameters, { verifier, nonce }, more) => {
    const reply = await oauth.authorizationCodeGrantRequest(as, client, auth, parameters, demo.web.redirect_uri, verifier);
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, reply, { expectedNonce: nonce, ...more });
    await oauth.validateApplicationLevelSignature(as, reply);
    return tokens;
  },

  refreshed: async ({ client, auth }, token) => oauth.processRefreshTokenResponse(
    as, client, await oauth.refreshTokenGrantRequest(as, client, auth, token)),

  told: async ({ client, auth }, token) => oauth.processIntrospectionResponse(
    as, client, await oauth.introspectionRequest(as, client, auth, token)),

  revoked: async ({ client, auth }, token) =>
    oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, token)),

  person: async ({ client }, token, subject) => oauth.processUserInfoResponse(
    as, client, subject, await oauth.userInfoRequest(as, client, token)),
});

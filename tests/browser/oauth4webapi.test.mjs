// SPDX-License-Identifier: Apache-2.0
// Every grant and endpoint there is, by an unmodified oauth4webapi, which hides no step of the protocol.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oauth from 'oauth4webapi';
import { authenticated, discovered, stepsOf } from './oauth_steps.mjs';
import { demo, enterClient, issuer, launch, muniment, relyingParty, signedOutUri, signIn } from './world.mjs';

const everything = 'openid profile email offline_access';
const registered = (scope) => scope.split(' ').flatMap((each) => ['--scope', each]);

describe('oauth4webapi', () => {
  let as, browser, page, party, poster, basic, post, none, api;
  let checked, person, redeemed, refreshed, revoked, told;

  before(async () => {
    as = await discovered('oidc');
    ({ checked, person, redeemed, refreshed, revoked, told } = stepsOf(as));
    basic = authenticated(demo.web, 'client_secret_basic');
    poster = enterClient('--name', 'Poster', '--first-party', '--auth-method', 'client_secret_post', ...registered(everything));
    post = authenticated(poster, 'client_secret_post');
    none = authenticated(demo.spa, 'none');
    api = authenticated(enterClient('--name', 'API', '--introspection'), 'client_secret_basic');
    browser = await launch();
    party = await relyingParty();
    page = await (await browser.newContext()).newPage();
    await page.goto(`${issuer}/account`);
    await signIn(page);
    await page.waitForURL(`${issuer}/account`);
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  /** What comes back for whoever is signed in at the browser, not yet looked at. */
  async function answered({ client }, more = {}) {
    const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(),
                                      oauth.generateRandomNonce()];
    const url = new URL(as.authorization_endpoint);
    url.search = new URLSearchParams({
      client_id: client.client_id, redirect_uri: demo.web.redirect_uri, response_type: 'code', scope: everything, state, nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
    });
    await page.goto(url.href);
    return { callback: await party.called(), verifier, state, nonce };
  }

  async function tokensOf(by) {
    const answer = await answered(by);
    return redeemed(by, checked(by, answer), answer, { requireIdToken: true });
  }

  /** Fails as the library tells it: by the body's error code, or by the challenge of a 401. */
  const refused = (what, error, status = 400) => assert.rejects(what, (thrown) => {
    const [challenge] = thrown.error ? [] : thrown.cause ?? [];
    const code = thrown.error ?? challenge?.parameters.error ?? challenge?.scheme;
    assert.deepEqual([code, thrown.status], [error, status], thrown.message);
    return true;
  });

  it('discovers the issuer by OpenID Connect and by RFC 8414, and is told the same', async () => {
    assert.deepEqual(await discovered('oauth2'), as);
    assert.equal(as.authorization_response_iss_parameter_supported, true);
  });

  it('gets tokens and claims for each way to authenticate', async () => {
    for (const by of [basic, post, none]) {
      const tokens = await tokensOf(by);
      const claims = oauth.getValidatedIdTokenClaims(tokens);
      assert.equal(claims.aud, by.client.client_id);
      assert.equal((await person(by, tokens.access_token, claims.sub)).preferred_username, demo.user.user_name);
    }
  });

  it('is answered with the name of the issuer, and takes no answer with another', async () => {
    const answer = await answered(none);
    for (const iss of ['https://evil.example', null]) {
      const forged = new URL(answer.callback);
      if (iss) forged.searchParams.set('iss', iss);
      else forged.searchParams.delete('iss');
      assert.throws(() => checked(none, { ...answer, callback: forged }), oauth.OperationProcessingError);
    }
    assert.ok(checked(none, answer).get('code'));
  });

  it('is told at the redirect URI what was wrong', async () => {
    for (const [more, error] of [
      [{ scope: 'nonsense' }, 'invalid_scope'], [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ request: 'x' }, 'request_not_supported'], [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ prompt: 'none', max_age: '0' }, 'login_required'],
    ]) {
      const answer = await answered(none, more);
      assert.throws(() => checked(none, answer), { error }, error);
    }
  });

  it('may authenticate as it is registered and no other way', async () => {
    for (const [right, wrong] of [
      [basic, authenticated(demo.web, 'client_secret_post')], [basic, authenticated(demo.web, 'none')],
      [post, authenticated(poster, 'client_secret_basic')], [none, { ...none, auth: oauth.ClientSecretBasic('guess') }],
    ]) {
      const answer = await answered(right);
      const parameters = checked(right, answer);
      // The library tells the challenge and leaves the body aside.
      await refused(redeemed(wrong, parameters, answer), 'basic', 401);
      assert.ok((await redeemed(right, parameters, answer)).access_token, 'the code is still good');
    }
  });

  it('is refused a wrong verifier, and a grant that is not there', async () => {
    const { client, auth } = basic;
    const answer = await answered(basic);
    const wrong = { ...answer, verifier: oauth.generateRandomCodeVerifier() };
    await refused(redeemed(basic, checked(basic, answer), wrong), 'invalid_grant');
    const other = await oauth.genericTokenEndpointRequest(as, client, auth, 'password', { username: 'a', password: 'b' });
    await refused(oauth.processGenericTokenEndpointResponse(as, client, other), 'unsupported_grant_type');
  });

  it('refreshes with a new token each time, and loses all when an old one comes back', async () => {
    for (const by of [basic, post, none]) {
      const first = await tokensOf(by);
      const second = await refreshed(by, first.refresh_token);
      const third = await refreshed(by, second.refresh_token);
      assert.equal(new Set([first, second, third].map((each) => each.refresh_token)).size, 3);
      await refused(refreshed(by, first.refresh_token), 'invalid_grant');
      await refused(refreshed(by, third.refresh_token), 'invalid_grant');
      await refused(person(by, third.access_token, oauth.skipSubjectCheck), 'invalid_token', 401);
    }
  });

  it('introspects where that is allowed, until the token is revoked', async () => {
    const { access_token, refresh_token } = await tokensOf(post);
    for (const token of [access_token, refresh_token]) {
      const said = await told(api, token);
      assert.deepEqual([said.active, said.client_id, said.iss], [true, post.client.client_id, issuer]);
      await refused(told(post, token), 'unauthorized_client', 403);
    }
    await refused(revoked(none, refresh_token), 'invalid_grant');
    await revoked(post, refresh_token);
    for (const token of [access_token, refresh_token]) assert.deepEqual(await told(api, token), { active: false });
    await refused(person(post, access_token, oauth.skipSubjectCheck), 'invalid_token', 401);
    await revoked(post, 'made up');
  });

  it('gets a token of its own, which says whose and for whom it is (RFC 9068)', async () => {
    const [entered] = muniment('client', 'create', '--type', 'service', '--name', 'Robot', '--scope', 'orders');
    const robot = authenticated(entered, 'client_secret_basic');
    const grant = async (by, parameters) => oauth.processClientCredentialsResponse(
      as, by.client, await oauth.clientCredentialsGrantRequest(as, by.client, by.auth, parameters));
    const { access_token } = await grant(robot, { scope: 'orders' });
    const { aud } = await told(api, access_token);
    const request = new Request('https://api.example/', { headers: { authorization: `Bearer ${access_token}` } });
    const claims = await oauth.validateJwtAccessToken(as, request, aud);
    assert.deepEqual([claims.sub, claims.client_id, claims.scope], [entered.client_id, entered.client_id, 'orders']);
    await refused(grant(robot, { scope: 'stock' }), 'invalid_scope');
    await refused(grant(robot, { resource: 'https://api.example' }), 'invalid_target');
    await refused(grant(basic, {}), 'unauthorized_client');
  });

  it('sends the browser to sign out and has it back', async () => {
    const { id_token } = await tokensOf(none);
    const url = new URL(as.end_session_endpoint);
    url.search = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: signedOutUri, state: 'bye' });
    await page.goto(url.href);
    const back = await party.called();
    assert.deepEqual([back.pathname, back.search], ['/signed-out', '?state=bye']);
    const answer = await answered(none, { prompt: 'none' });
    assert.throws(() => checked(none, answer), { error: 'login_required' });
  });
});

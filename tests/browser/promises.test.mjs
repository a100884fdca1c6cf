// SPDX-License-Identifier: Apache-2.0
// Every value that the discovery document promises, tried by unmodified libraries; a value that nobody here
// knows how to try fails.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import {
  authorizationRequest, configuration, configurationOf, enterClient, issuer, launch, muniment, relyingParty,
  serviceClient, signIn,
} from './world.mjs';

const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();

/** Somebody of whom there is everything to claim. */
const somebody = 'promised';
const password = 'four words of mine';

describe('what the discovery document promises', () => {
  let browser, page, party, spa, api;

  before(async () => {
    browser = await launch();
    party = await relyingParty();
    spa = await configuration('spa');
    api = await clientBy('client_secret_basic', '--introspection');
    muniment('user', 'create', '--user-name', somebody, '--display-name', 'Ada', '--email', 'promised@example.com',
             '--locale', 'en');
    const [given] = muniment('user', 'set-password', somebody);
    page = await (await browser.newContext()).newPage();
    await page.goto(`${issuer}/account`);
    await signIn(page, given.password, somebody);
    for (const field of ['New password', 'The same again']) await page.getByLabel(field).fill(password);
    await page.getByRole('button', { name: 'Keep and sign in' }).click();
    await page.waitForURL(`${issuer}/account`);
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  const ways = { client_secret_basic: oidc.ClientSecretBasic, client_secret_post: oidc.ClientSecretPost };

  /** The library's view of the issuer as a client that authenticates so; a new one if it has a secret. */
  async function clientBy(method, ...more) {
    if (method === 'none') return configuration('spa');
    const client = enterClient('--name', method, '--first-party', '--auth-method', method, ...more);
    return configurationOf(client, ways[method](client.client_secret));
  }

  const signInAgain = (at) => signIn(at, password, somebody);
  const press = (name) => (at) => at.getByRole('button', { name, exact: true }).click();

  /** Tokens for whoever is signed in at the browser, who does that on the way. */
  async function tokensOf(config, more = {}, act = undefined) {
    const { url, checks } = await authorizationRequest(config, more);
    await page.goto(url.href);
    await act?.(page);
    const callback = await party.called(page);
    assert.equal(callback.searchParams.get('iss'), issuer);
    return oidc.authorizationCodeGrant(config, callback, checks);
  }

  async function claims() {
    const tokens = await tokensOf(spa);
    const person = await oidc.fetchUserInfo(spa, tokens.access_token, tokens.claims().sub);
    return { ...tokens.claims(), ...person };
  }

  const each = (values, attempt) => Object.fromEntries(values.map((value) => [value, () => attempt(value)]));
  /** An authorization request with each as the value of the parameter. */
  const asked = (parameter, ...values) => each(values, (value) => tokensOf(spa, { [parameter]: value }));

  const withSecret = Object.keys(ways);

  /** How each value is tried, by the member that promises it. */
  const attempts = {
    authorization_response_iss_parameter_supported: { true: () => tokensOf(spa) },
    claim_types_supported: {
      normal: async () => assert.ok(!Object.keys(await claims()).some((name) => /^_claim_/.test(name))),
    },
    claims_supported: each(
      ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'amr', 'sid', 'at_hash', 'name', 'preferred_username',
       'locale', 'email', 'email_verified'],
      async (name) => assert.ok(name in await claims())),
    code_challenge_methods_supported: asked('code_challenge_method', 'S256'),
    display_values_supported: asked('display', 'page', 'touch', 'wap'),
    grant_types_supported: {
      authorization_code: () => tokensOf(spa),
      refresh_token: async () => {
        const { refresh_token } = await tokensOf(spa, { scope: 'openid offline_access' });
        assert.ok((await oidc.refreshTokenGrant(spa, refresh_token)).access_token);
      },
      client_credentials: async () =>
        assert.ok((await oidc.clientCredentialsGrant(await serviceClient('--scope', 'orders'))).access_token),
    },
    id_token_signing_alg_values_supported: each(['RS256', 'PS256', 'ES256', 'EdDSA'], async (alg) => {
      const config = await clientBy('client_secret_basic', '--algorithm', alg);
      const { id_token } = await tokensOf(config);
      const keys = jose.createRemoteJWKSet(new URL(document.jwks_uri));
      const expected = { issuer, audience: config.clientMetadata().client_id, algorithms: [alg] };
      await jose.jwtVerify(id_token, keys, expected);
    }),
    introspection_endpoint_auth_methods_supported: each(withSecret, async (method) => {
      const { access_token } = await tokensOf(spa);
      const asking = await clientBy(method, '--introspection');
      assert.equal((await oidc.tokenIntrospection(asking, access_token)).active, true);
    }),
    prompt_values_supported: {
      none: () => tokensOf(spa, { prompt: 'none' }),
      login: () => tokensOf(spa, { prompt: 'login' }, signInAgain),
      consent: () => tokensOf(spa, { prompt: 'consent' }, press('Allow')),
      select_account: () => tokensOf(spa, { prompt: 'select_account' }, press('Continue as Ada')),
    },
    response_modes_supported: asked('response_mode', 'query'),
    response_types_supported: asked('response_type', 'code'),
    revocation_endpoint_auth_methods_supported: each([...withSecret, 'none'], async (method) => {
      const config = await clientBy(method);
      const { access_token } = await tokensOf(config);
      await oidc.tokenRevocation(config, access_token);
      assert.equal((await oidc.tokenIntrospection(api, access_token)).active, false);
    }),
    scopes_supported: each(['openid', 'profile', 'email', 'offline_access'], async (name) => {
      const { scope } = await tokensOf(spa, { scope: [...new Set(['openid', name])].join(' ') });
      assert.ok(scope.split(' ').includes(name), scope);
    }),
    subject_types_supported: {
      public: async () => {
        const [one, other] = [await tokensOf(spa), await tokensOf(await configuration('web'))];
        assert.equal(one.claims().sub, other.claims().sub);
      },
    },
    token_endpoint_auth_methods_supported: each([...withSecret, 'none'],
                                                async (method) => tokensOf(await clientBy(method))),
    ui_locales_supported: each(['en'], (ui_locales) => tokensOf(spa, { ui_locales, prompt: 'login' }, async (at) => {
      assert.equal(await at.locator('html').getAttribute('lang'), ui_locales);
      await signInAgain(at);
    })),
  };

  /** The values of a member; of one that is true or false it is true, if anything. */
  const promised = (member) => [document[member] ?? []].flat().filter((value) => value !== false);

  for (const member of Object.keys(document).filter((name) => name.endsWith('_supported')))
    for (const value of promised(member))
      it(`holds: ${value} in ${member}`, async () => {
        assert.ok(attempts[member]?.[value], 'nobody here knows how to try that');
        await attempts[member][value]();
      });

  it('is all that is tried', () => {
    for (const [member, known] of Object.entries(attempts))
      assert.deepEqual(promised(member).map(String).sort(), Object.keys(known).sort(), member);
  });
});

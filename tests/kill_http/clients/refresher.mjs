// SPDX-License-Identifier: Apache-2.0
import { Person } from './person.mjs';
import { accessName, basic, refreshName } from './words.mjs';

/**
 * Has offline access: refreshes, now and then revokes. Whatever it got no answer about it asks again
 * in the same words before anything else, as a client does whose connection broke.
 */
export class Refresher extends Person {
  scope = 'openid profile offline_access';
  exchangeKind = 'offline_exchange';

  async step() {
    if (this.due) await this[this.due]();
    else if (!this.refreshToken || this.world.random(6) === 0) await super.step();
    else if (this.world.random(5) === 0) await this.revoke();
    else await this.refresh();
    await this.userinfo();
  }

  received(tokens, operation) {
    super.received(tokens, operation);
    this.refreshToken = tokens.refresh_token;
    operation.named.push(refreshName(tokens.refresh_token));
    this.world.handOut(tokens.refresh_token, refreshName(tokens.refresh_token));
    this.world.handOut(tokens.access_token, accessName(tokens.access_token));
  }

  /** Asks something about the refresh token it holds; due until there is an answer. */
  async askAbout(kind, path, form) {
    this.due = kind;
    this.token = undefined; // Until it is answered, nobody knows whether the grant still stands.
    const asked = refreshName(this.refreshToken);
    return this.world.operate(kind, 'POST', `${this.world.issuer}/oauth/v2/${path}`, {
      headers: { authorization: basic(this.client.client_id, this.client.client_secret) },
      form,
      asked,
      attempt: `${kind} ${asked[1]}`,
    });
  }

  async refresh() {
    const { reply, operation } = await this.askAbout('refresh', 'token', {
      grant_type: 'refresh_token',
      refresh_token: this.refreshToken,
    });
    if (operation.outcome === 'unknown') return;
    const before = this.refreshToken;
    this.refreshToken = this.due = undefined;
    if (operation.outcome === 'refused') return;
    this.received(reply.json(), operation);
    if (this.world.random(6) > 0) return;
    // As if the reply had been lost on its way: the same request must give the same token again.
    this.refreshToken = before;
    this.due = 'refresh';
  }

  async revoke() {
    const { operation } = await this.askAbout('revoke', 'revoke', { token: this.refreshToken });
    if (operation.outcome !== 'unknown') this.refreshToken = this.due = undefined;
  }
}

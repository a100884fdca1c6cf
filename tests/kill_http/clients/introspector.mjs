// SPDX-License-Identifier: Apache-2.0
import { basic } from './words.mjs';

/**
 * Asks about tokens that others were given, those that were replaced or revoked since included. It
 * only notes what it was told; the history knows what was true at that moment.
 */
export class Introspector {
  constructor(world, { client_id, client_secret }) {
    this.world = world;
    this.headers = { authorization: basic(client_id, client_secret) };
  }

  async step() {
    const { token, name } = this.world.anyHandedOut() ?? { token: 'of nobody' };
    await this.world.operate('introspect', 'POST', `${this.world.issuer}/oauth/v2/introspect`, {
      headers: this.headers,
      form: { token },
      asked: name,
      judge: (reply, operation) => {
        if (reply.status !== 200) return 'refused';
        operation.active = reply.json().active;
        return 'acknowledged';
      },
    });
  }
}

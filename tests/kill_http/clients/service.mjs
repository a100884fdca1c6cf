// SPDX-License-Identifier: Apache-2.0
import { basic, serviceName } from './words.mjs';

/** Takes tokens of its own, one after the other. */
export class Service {
  constructor(world, { client_id, client_secret }) {
    this.world = world;
    this.headers = { authorization: basic(client_id, client_secret) };
  }

  async step() {
    await this.world.operate('service', 'POST', `${this.world.issuer}/oauth/v2/token`, {
      headers: this.headers,
      form: { grant_type: 'client_credentials' },
      judge: (reply, operation) => {
        if (reply.status !== 200) return 'refused';
        const token = reply.json().access_token;
        operation.named.push(serviceName(token));
        this.world.handOut(token, serviceName(token));
        return 'acknowledged';
      },
    });
  }
}

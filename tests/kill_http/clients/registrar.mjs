// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';

/** Enters people; whoever it got no answer about is entered again under the same name. */
export class Registrar {
  constructor(world) {
    this.world = world;
  }

  async step() {
    this.name ??= `kill-${randomUUID()}`;
    const { operation } = await this.world.operate('register', 'POST', `${this.world.issuer}/admin/users`, {
      headers: await this.world.admin(),
      json: { user_name: this.name },
      attempt: this.name,
      judge: (reply, told) => {
        told.exists = reply.status === 409;
        if (reply.status !== 201) return 'refused';
        told.named.push(['user.registered', reply.json().id]);
        return 'acknowledged';
      },
    });
    if (operation.outcome !== 'unknown') this.name = undefined;
  }
}

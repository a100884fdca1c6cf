// SPDX-License-Identifier: Apache-2.0
// Lets clients step, and come to rest.
import { setTimeout as pause } from 'node:timers/promises';
import { Unanswered } from './world.mjs';

/** Clients that step while they are let, and rest when not. */
export class Load {
  stepping = 0;
  over = false;
  open = false;

  constructor(world, clients) {
    this.world = world;
    this.doors = [];
    this.lives = clients.map((each) => this.live(each));
  }

  async live(client) {
    for (;;) {
      while (!this.open && !this.over) await new Promise((go) => this.doors.push(go));
      if (this.over) return;
      ++this.stepping;
      try {
        await client.step();
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        this.open = false; // Nobody answers: nobody asks until somebody says so.
      } finally {
        --this.stepping;
      }
    }
  }

  begin() {
    this.open = true;
    this.doors.splice(0).forEach((go) => go());
  }

  async rest() {
    this.open = false;
    await until(() => this.stepping === 0, 'the clients came to rest');
  }

  async end() {
    this.over = true;
    this.begin();
    await Promise.all(this.lives);
  }
}

/** Waits for a condition, looked at every so many milliseconds; rejects when it does not come about in time. */
export async function until(reached, what, { limit = 60_000, every = 2 } = {}) {
  const end = performance.now() + limit;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await pause(every);
  }
}

// SPDX-License-Identifier: Apache-2.0
// A loaded server as its clients and its operator see it: what was asked, what was answered.
import { setTimeout as pause } from 'node:timers/promises';
import { asker, newTrace } from '../support/ask.mjs';
import { leaves } from './history.mjs';

const workspace = 'demo';
const tokenAge = 200_000; // An operator's token lives for five minutes.
const knownAge = 400_000; // And one that anybody else was given for ten.
const operationLimit = 300_000; // Until an operation must have come to its end.
const mostKnown = 300; // The newest: few enough that replaced and revoked ones are asked about soon.

/** No answer: nobody knows whether it was done. */
export class Unanswered extends Error {}

const byStatus = (reply) => {
  if (reply.status >= 500) return 'unknown';
  return reply.status < 400 ? 'acknowledged' : 'refused';
};

export class World {
  operations = [];
  complaints = []; // Violations that a client saw itself.
  inFlight = 0; // Those that write: whoever only reads is no command.
  heard = 0; // Operations that came to an end, answered or not.
  acknowledged = 0;
  handedOut = []; // { token, name, since }: acknowledged tokens, for whoever asks about them.

  constructor(server, ca, random) {
    this.server = server;
    this.operator = server.read('operator.json');
    this.demo = server.read('demo.json');
    this.issuer = this.demo.issuer;
    this.ask = asker(ca);
    this.random = random;
  }

  /**
   * Asks and remembers what became of it. `judge(reply, operation)` says acknowledged, refused or
   * unknown, and may name what the reply gave; without it the status decides. `asked` names what it is
   * about. Throws Unanswered.
   */
  async operate(kind, method, url, { judge = byStatus, attempt, asked, ...request } = {}) {
    const operation = {
      kind, trace: newTrace(), sent: performance.now(), outcome: 'unknown', named: [], attempt, asked,
    };
    this.operations.push(operation);
    const writes = leaves[kind].length > 0;
    this.inFlight += writes;
    let reply;
    try {
      reply = await this.ask(method, url, { ...request, trace: operation.trace });
    } catch (error) {
      throw new Unanswered(error.message);
    } finally {
      this.inFlight -= writes;
      ++this.heard;
      operation.answered = performance.now();
    }
    operation.outcome = reply.status >= 500 ? 'unknown' : judge(reply, operation);
    if (operation.outcome === 'acknowledged') ++this.acknowledged;
    return { reply, operation };
  }

  /** How many that write were sent before a moment and have no answer yet. */
  unanswered(moment) {
    return this.operations.filter(({ kind, sent, answered }) => leaves[kind].length && sent < moment && !answered).length;
  }

  /** Remembers an acknowledged token under the name that the journal gives it. */
  handOut(token, name) {
    this.handedOut.push({ token, name, since: performance.now() });
    if (this.handedOut.length > mostKnown) this.handedOut.shift();
  }

  /** Any of them whose time is not over; none while there are none. */
  anyHandedOut() {
    const at = this.handedOut.findIndex((each) => performance.now() - each.since < knownAge);
    if (at >= 0) return this.handedOut[at + this.random(this.handedOut.length - at)];
  }

  /** The header by which the operator is known; asked for once by all who wait. */
  async admin() {
    if (!this.token || performance.now() - this.tokenSince > tokenAge) {
      this.renewing ??= this.renew().finally(() => { this.renewing = undefined; });
      await this.renewing;
    }
    return { authorization: `Bearer ${this.token}` };
  }

  async renew() {
    const { control, issuer, client_id, client_secret } = this.operator;
    const own = await this.ask('POST', `${issuer}/oauth/v2/token`, {
      headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
      form: { grant_type: 'client_credentials', scope: 'admin:read admin:write', resource: control },
    }).catch((error) => { throw new Unanswered(error.message); });
    if (own.status !== 200) throw new Unanswered(own.text);
    const { reply } = await this.operate('operator', 'POST', `${control}/control/token`, {
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: own.json().access_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: workspace,
      },
    });
    if (reply.status !== 200) throw new Unanswered(reply.text);
    this.token = reply.json().access_token;
    this.tokenSince = performance.now();
  }

  async administer(method, path, json) {
    const headers = await this.admin();
    const sent = performance.now();
    const reply = await this.ask(method, `${this.issuer}/admin${path}`, { headers, json });
    if (reply.status >= 300) {
      const taken = Math.round(performance.now() - sent);
      const failed = `${method} ${path}: ${reply.status} ${reply.text} after ${taken} ms.`;
      const standings = reply.status === 503 ? await this.standings(path) : '';
      throw new Error(`${failed} ${standings}${this.server.lastLines()}`);
    }
    return reply.json();
  }

  /** How far each read model is, after a 503: one that lagged goes on, one that is stuck says why. */
  async standings(refused) {
    if (refused === '/projections') return ''; // Or it would be asked for ever.
    try {
      const { head, items } = await this.administer('GET', '/projections');
      const each = items.map(({ name, folded, persisted, phase, reason = '' }) =>
        `${name} ${folded}/${persisted} ${phase} ${reason}`.trim());
      return `Read models then (folded/persisted of ${head}): ${each.join(', ')}. `;
    } catch (error) {
      return `Nor were the read models told: ${error.message} `;
    }
  }

  /** All items of a list, page by page. */
  async list(path) {
    const all = [];
    for (let next = ''; next !== undefined;) {
      const page = await this.administer('GET', `${path}?limit=200${next && `&after=${next}`}`);
      all.push(...page.items);
      next = page.items.length > 0 ? page.next : undefined;
    }
    return all;
  }

  /** What the journal shows when nobody writes: first the token, which is an event itself. */
  async journal(after) {
    await this.admin();
    return { after, events: await this.list('/events'), audit: await this.list('/audit') };
  }

  /** Begins the same operation on every read model at once; their results by name. */
  async onEveryReadModel(verb) {
    const { items } = await this.administer('GET', '/projections');
    const results = await Promise.all(items.map(({ name }) => this.run(`/projections/${name}/${verb}`)));
    return Object.fromEntries(items.map(({ name }, at) => [name, results[at]]));
  }

  /** An operation, followed to its end: its result. */
  async run(path) {
    const { id } = await this.administer('POST', path);
    const end = performance.now() + operationLimit;
    let now = await this.administer('GET', `/operations/${id}`);
    for (; now.status === 'running'; now = await this.administer('GET', `/operations/${id}`)) {
      if (performance.now() > end) throw new Error(`not in time: the end of ${path}`);
      await pause(20);
    }
    return now.result ?? { equal: false, difference: now.error };
  }
}

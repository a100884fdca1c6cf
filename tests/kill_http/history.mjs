// SPDX-License-Identifier: Apache-2.0
// Whether what clients were told fits what the journal shows from the outside. Pure.
import { indexed, nameOf } from './events.mjs';
import { checkTokens } from './tokens.mjs';

/**
 * What a request of each kind leaves when it is acknowledged: one event of each type, in its own
 * trace. A kind that leaves nothing only reads.
 */
export const leaves = {
  operator: ['service_token.issued'],
  login: ['session.started'],
  code: ['grant.code_issued'],
  exchange: ['grant.code_redeemed', 'grant.token_issued'],
  offline_exchange: ['grant.code_redeemed', 'grant.token_issued', 'grant.refresh_issued'],
  refresh: ['grant.refresh_issued', 'grant.token_issued'],
  revoke: ['grant.ended'],
  service: ['service_token.issued'],
  register: ['user.registered', 'credential.password_set'],
  page: [],
  userinfo: [],
  introspect: [],
};

/** Of these all events are one decision: an attempt that nobody answered left all of them, or none. */
const whole = new Set(['exchange', 'offline_exchange']);

const born = new Set(Object.values(leaves).flat());

function checkPositions(name, rows, found) {
  rows.forEach((row, at) => {
    if (row.position !== at + 1) found.push({ kind: 'gap', what: `${name}: ${row.position} stands at ${at + 1}` });
  });
}

/** The audit is the same list of events as the journal's own. */
function checkAudit({ events, audit }, found) {
  const told = (each, stream) =>
    [each.position, each.type, stream, each.version, each.command, each.correlation].join(' ');
  for (let at = 0; at < Math.max(events.length, audit.length); ++at) {
    const event = events[at] && told(events[at], events[at].stream);
    const row = audit[at] && told(audit[at], audit[at].stream.id);
    if (event !== row) found.push({ kind: 'audit_differs', what: `${row} is not ${event}` });
  }
}

/**
 * Exactly one of each for the acknowledged, none for the refused, at most one while nobody knows. Of
 * attempts at one thing, an earlier one whose answer was lost may have left the first event.
 */
function checkOutcome(told, events, found) {
  for (const [at, type] of leaves[told.kind].entries()) {
    const count = events.filter((each) => each.type === type).length;
    const what = `${told.kind} ${told.trace}: ${count} ${type}`;
    const mayStandEarlier = told.attempt && at === 0;
    if (told.outcome === 'acknowledged' && count === 0 && !mayStandEarlier) found.push({ kind: 'lost', what });
    if (told.outcome === 'refused' && count > 0) found.push({ kind: 'refusal_written', what });
    if (count > 1) found.push({ kind: 'doubled', what });
  }
  const left = leaves[told.kind].filter((type) => events.some((each) => each.type === type)).length;
  if (whole.has(told.kind) && left > 0 && left < leaves[told.kind].length)
    found.push({ kind: 'torn', what: `${told.kind} ${told.trace}: ${left} of its events` });
}

/** Whatever was acknowledged is told by the audit too, at the position of its event. */
function checkInAudit(told, rows, found) {
  for (const [type, name] of told.named)
    if (!rows.has(`${type} ${name}`)) found.push({ kind: 'not_in_audit', what: `${told.kind} ${type} ${name}` });
}

/** What a reply named (a token, a session, a person) was born once, wherever in the journal. */
function checkNamed(told, byBirth, found) {
  for (const [type, id] of told.named) {
    const count = byBirth.get(`${type} ${id}`)?.length ?? 0;
    if (count !== 1) found.push({ kind: count ? 'doubled' : 'lost', what: `${told.kind} ${type} ${id}: ${count}` });
  }
}

/** Attempts at one thing: one of them was written when one was acknowledged, or told "it is there". */
function checkAttempts(name, attempts, byTrace, found) {
  const [type] = leaves[attempts[0].kind];
  const count = attempts.flatMap((each) => byTrace.get(each.trace) ?? [])
    .filter((each) => each.type === type).length;
  const certain = attempts.some((each) => each.outcome === 'acknowledged' || each.exists);
  if (count > 1) found.push({ kind: 'doubled', what: `${name}: ${count} ${type}` });
  if (certain && count === 0) found.push({ kind: 'lost', what: `${name}: no ${type}` });
}

/** Whatever is sent after an answer stands behind what that answer acknowledged. */
function checkOrder(operations, byTrace, found) {
  const standing = operations.filter((each) => byTrace.has(each.trace));
  const moments = standing.flatMap((each) => {
    const positions = byTrace.get(each.trace).map((event) => event.position);
    const sent = { when: each.sent, first: Math.min(...positions), trace: each.trace };
    if (each.outcome !== 'acknowledged') return [sent];
    return [sent, { when: each.answered, last: Math.max(...positions) }];
  });
  // Sent in the instant of an answer may be sent before it.
  moments.sort((one, other) => one.when - other.when || (one.last ?? 0) - (other.last ?? 0));
  let reached = 0;
  for (const { first, last, trace } of moments) {
    if (last) reached = Math.max(reached, last);
    else if (first <= reached) found.push({ kind: 'reordered', what: `${trace} at ${first}, sent after ${reached}` });
  }
}

/**
 * `operations`: { kind, trace, sent, answered, outcome: acknowledged | refused | unknown, named,
 * attempt?, asked?, active?, exists? }. `journal`: { after, events, audit } as the admin API gives
 * them; the load began behind position `after`. All that is wrong.
 */
export function check(operations, journal) {
  const found = [];
  const byTrace = indexed(journal.events, (each) => each.correlation);
  const byBirth = indexed(journal.events, (each) => `${each.type} ${nameOf(each)}`);
  const sent = new Set(operations.map((each) => each.trace));
  const told = new Set(journal.audit.map((row) => `${row.position} ${row.type}`));
  const audited = new Set(journal.events.filter((each) => told.has(`${each.position} ${each.type}`))
    .map((each) => `${each.type} ${nameOf(each)}`));
  checkPositions('events', journal.events, found);
  checkPositions('audit', journal.audit, found);
  checkAudit(journal, found);
  for (const each of operations) {
    checkOutcome(each, byTrace.get(each.trace) ?? [], found);
    checkNamed(each, byBirth, found);
    checkInAudit(each, audited, found);
  }
  const attempted = indexed(operations.filter((each) => each.attempt), (each) => each.attempt);
  for (const [name, attempts] of attempted) checkAttempts(name, attempts, byTrace, found);
  for (const each of journal.events)
    if (each.position > journal.after && born.has(each.type) && !sent.has(each.correlation))
      found.push({ kind: 'stranger', what: `${each.type} at ${each.position}` });
  checkOrder(operations, byTrace, found);
  checkTokens(operations, journal.events, leaves, found);
  return found;
}

// SPDX-License-Identifier: Apache-2.0
// What goes wrong with refreshes, ends and introspections.
import { randomUUID } from 'node:crypto';
import { newTrace } from '../support/ask.mjs';
import { append, control, one, retype } from './control.mjs';

const eventOf = ({ events }, operation, type) =>
  events.find((each) => each.correlation === operation.trace && each.type === type);

/** An acknowledged operation that left that event itself, in a grant that stands if so wished. */
function oneThatLeft({ operations, journal }, kind, type, standing = false) {
  const ended = new Set(journal.events.filter((each) => each.type === 'grant.ended').map((each) => each.stream));
  const operation = one(operations, (each) => {
    const event = each.kind === kind && each.outcome === 'acknowledged' && eventOf(journal, each, type);
    return event && !(standing && ended.has(event.stream));
  });
  return { operation, event: eventOf(journal, operation, type) };
}

const rotation = (last, standing) => oneThatLeft(last, 'refresh', 'grant.refresh_issued', standing);
const revocation = (last) => oneThatLeft(last, 'revoke', 'grant.ended');

/** Somebody asks about a token after `operation` was answered. */
function introspect({ operations }, { answered }, asked, active) {
  const later = { sent: answered + 1, answered: answered + 2 };
  operations.push({ kind: 'introspect', trace: newTrace(), outcome: 'acknowledged', named: [], asked, active, ...later });
}

/** The same request once more, with another outcome; its trace. */
function again({ operations }, operation, outcome) {
  const trace = newTrace();
  operations.push({ ...operation, trace, outcome, named: [] });
  return trace;
}

export const tokenControls = [
  control('a refresh token of another name than the journal holds', 'lost', (last) => {
    rotation(last).operation.named = [['grant.refresh_issued', randomUUID()]];
  }),
  control('a revocation that the journal does not hold', 'lost', (last) => {
    retype(last.journal, revocation(last).event, 'user.erased');
  }),
  control('a generation twice', 'forked', (last) => {
    const { event } = rotation(last);
    append(last.journal, event, {});
  }),
  control('a retry that was given another token', 'doubled', (last) => {
    const { operation, event } = rotation(last);
    const correlation = again(last, operation, 'acknowledged');
    append(last.journal, event, { correlation, payload: { ...event.payload, refresh_digest: randomUUID() } });
  }),
  control('a code exchanged by half', 'torn', (last) => {
    const { operation, event } = oneThatLeft(last, 'offline_exchange', 'grant.refresh_issued');
    Object.assign(operation, { outcome: 'unknown', named: [] });
    retype(last.journal, event, 'user.erased');
  }),
  control('a refresh by half', 'torn', (last) => {
    const { operation } = rotation(last);
    Object.assign(operation, { outcome: 'unknown', named: [] });
    retype(last.journal, eventOf(last.journal, operation, 'grant.token_issued'), 'user.erased');
  }),
  control('a token behind the end of its grant', 'undead', (last) => {
    append(last.journal, revocation(last).event, { type: 'grant.token_issued', payload: { token_id: randomUUID() } });
  }),
  control('an end by a retry within the grace', 'ended_early', (last) => {
    const { operation, event } = rotation(last, true);
    append(last.journal, event, {
      type: 'grant.ended',
      correlation: again(last, operation, 'refused'),
      recorded_at: new Date(Date.parse(event.payload.issued_at) + 29_000).toISOString(),
      payload: { reason: 'refresh_replayed' },
    });
  }),
  control('a refresh token refused while its grant stands', 'forgotten', (last) => {
    again(last, rotation(last, true).operation, 'refused');
  }),
  control('an acknowledged token told inactive', 'forgotten', ({ operations }) => {
    one(operations, (each) => each.kind === 'introspect' && each.active).active = false;
  }),
  control('a replaced refresh token told active', 'undead', (last) => {
    const { operation } = rotation(last);
    introspect(last, operation, operation.asked, true);
  }),
  control('a revoked token told active', 'undead', (last) => {
    const { operation } = revocation(last);
    introspect(last, operation, operation.asked, true);
  }),
  control('a token of nobody told active', 'undead', (last) => {
    introspect(last, rotation(last).operation, undefined, true);
  }),
  control('a token that the audit does not tell', 'not_in_audit', (last) => {
    last.journal.audit[rotation(last).event.position - 1].type = 'user.erased';
  }),
];

// SPDX-License-Identifier: Apache-2.0
// What goes wrong with whatever is written.
import { randomUUID } from 'node:crypto';
import { newTrace } from '../support/ask.mjs';
import { control } from './control.mjs';
import { tokenControls } from './token_controls.mjs';

const written = (each) => each.outcome === 'acknowledged' && each.kind === 'service';

export const controls = [
  control('an acknowledgement that the journal does not hold', 'lost', ({ operations }) => {
    operations.push({
      kind: 'service',
      trace: newTrace(),
      sent: performance.now(),
      answered: performance.now(),
      outcome: 'acknowledged',
      named: [['service_token.issued', randomUUID()]],
    });
  }),
  control('a token of another name than the journal holds', 'lost', ({ operations }) => {
    operations.find(written).named = [['service_token.issued', randomUUID()]];
  }),
  control('an entry that no attempt wrote', 'lost', ({ operations, journal }) => {
    const { trace } = operations.find((each) => each.kind === 'register' && each.outcome === 'acknowledged');
    for (const list of [journal.events, journal.audit])
      list.find((each) => each.correlation === trace && each.type === 'user.registered').type = 'user.erased';
  }),
  control('an event taken out', 'gap', ({ journal }) => {
    journal.events.splice(journal.after + 3, 1);
    journal.audit.splice(journal.after + 3, 1);
  }),
  control('an event twice', 'doubled', ({ operations, journal }) => {
    const { trace } = operations.find(written);
    const position = journal.events.length + 1;
    for (const list of [journal.events, journal.audit])
      list.push({ ...list.find((each) => each.correlation === trace), position });
  }),
  control('an event that nobody asked for', 'stranger', ({ operations, journal }) => {
    const { trace } = operations.find(written);
    for (const list of [journal.events, journal.audit])
      list.find((each) => each.correlation === trace).correlation = newTrace();
  }),
  control('an acknowledgement that was a refusal', 'refusal_written', ({ operations }) => {
    operations.find(written).outcome = 'refused';
  }),
  control('an event before one that was answered earlier', 'reordered', ({ operations }) => {
    const early = operations.find(written);
    early.sent = operations.findLast(written).answered + 1;
    early.answered = early.sent + 1;
  }),
  control('an audit that says something else', 'audit_differs', ({ journal }) => {
    journal.audit[journal.after].type = 'user.erased';
  }),
  ...tokenControls,
];

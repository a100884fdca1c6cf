// SPDX-License-Identifier: Apache-2.0
// How events are found again. Pure.

/** By what `key` gives: the events of each. */
export function indexed(events, key) {
  const found = new Map();
  for (const each of events) {
    const at = key(each);
    if (!found.has(at)) found.set(at, []);
    found.get(at).push(each);
  }
  return found;
}

/** A born thing by the name a reply gave it. */
export function nameOf({ type, payload, stream }) {
  if (type === 'grant.token_issued') return payload.token_id;
  return type === 'grant.refresh_issued' ? payload.refresh_digest : stream;
}

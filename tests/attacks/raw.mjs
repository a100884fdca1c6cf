// SPDX-License-Identifier: Apache-2.0
// Octets over TLS as no HTTP library would send them, and all that is answered until the server closes.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { issuer } from './world.mjs';

const { hostname, host, port } = new URL(issuer);
const patience = 15_000;
const ca = readFileSync(process.env.NODE_EXTRA_CA_CERTS);
let session; // Resumed, so that a handshake costs the server no signature.

export { host };

/** Lines and a body as they stand. */
export const octets = (lines, body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;

/** A whole request that ends the connection; `lines` stand behind Host, each character is an octet. */
export function plain(method, path, lines = [], body = '') {
  const length = body ? [`Content-Length: ${body.length}`] : [];
  return octets([`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...lines, ...length, 'Connection: close'], body);
}

/** The responses in what came; `rest` is what is none. */
function parsed(text) {
  const responses = [];
  for (let rest = text; rest;) {
    const end = rest.indexOf('\r\n\r\n');
    const [line, ...fields] = rest.slice(0, end).split('\r\n');
    const [, status] = line.match(/^HTTP\/1\.1 (\d{3}) /) ?? [];
    if (!status || end < 0) return { responses, rest };
    const all = fields.map((field) => {
      const colon = field.indexOf(': ');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 2)];
    });
    const headers = Object.fromEntries(all);
    const body = end + 4;
    const length = Number(headers['content-length'] ?? 0);
    responses.push({ status: Number(status), headers, all, text: rest.slice(body, body + length) });
    rest = rest.slice(body + length);
  }
  return { responses, rest: '' };
}

/** Sends the parts, each once the server has taken the one before; what was answered before it closed. */
export function raw(...parts) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: hostname, ca, session }, () => {
      for (const part of parts) socket.write(part, 'latin1');
    });
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(patience, () => socket.destroy(new Error(`the connection stays open after: ${text}`)));
    socket.on('session', (ticket) => { session = ticket; });
    socket.on('data', (part) => { text += part; });
    socket.on('error', (error) => (['ECONNRESET', 'EPIPE'].includes(error.code) ? undefined : reject(error)));
    socket.on('close', () => resolve(parsed(text)));
  });
}

/** The one response there must be. */
export async function answered(...parts) {
  const { responses, rest } = await raw(...parts);
  if (responses.length !== 1 || rest) throw new Error(`${responses.length} responses and ${JSON.stringify(rest)}`);
  const [reply] = responses;
  return { ...reply, json: () => JSON.parse(reply.text) };
}

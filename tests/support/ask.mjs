// SPDX-License-Identifier: Apache-2.0
// HTTPS requests whose trace is chosen here, so that what each left in the journal can be found.
import { randomBytes } from 'node:crypto';
import https from 'node:https';

const patience = 20_000;

/** Every name means this machine, whatever it resolves. */
function here(_name, options, found) {
  if (options.all) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
}

export const newTrace = () => randomBytes(16).toString('hex');

/** The value of `name` in all Set-Cookie fields of a reply, if it sets that cookie. */
export function cookieSet(reply, name) {
  const field = (reply.headers['set-cookie'] ?? []).find((each) => each.startsWith(`${name}=`));
  return field?.slice(name.length + 1, field.indexOf(';'));
}

const meant = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

/** Where a reply leads the browser at once: by its location, or as a page that leads on; if anywhere. */
export function leadsTo({ headers, text }) {
  const [, to] = text.match(/<meta http-equiv="refresh" content="0; url=([^"]*)">/) ?? [];
  return headers.location ?? to?.replace(/&\w+;/g, (each) => meant[each]);
}

function bodyOf({ form, json }) {
  if (form) return ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()];
  return json ? ['application/json', JSON.stringify(json)] : [];
}

/**
 * Gives a function that asks over kept connections; it rejects when no whole answer came. The server is
 * the one that the URL names, whatever a Host field says. `from` is an address of this machine to ask from.
 */
export function asker(ca) {
  const agent = new https.Agent({ keepAlive: true, ca, lookup: here });
  return (method, url, { headers = {}, trace = newTrace(), from = undefined, ...content } = {}) =>
    new Promise((resolve, reject) => {
      const [type, body] = bodyOf(content);
      const traced = { ...headers, traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` };
      if (body !== undefined) traced['content-type'] = type;
      if (body !== undefined) traced['content-length'] = Buffer.byteLength(body);
      const servername = new URL(url).hostname;
      const connection = { agent, servername, localAddress: from, timeout: patience };
      const request = https.request(url, { method, headers: traced, ...connection });
      request.on('timeout', () => request.destroy(new Error('no answer in time')));
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => { text += part; });
        response.on('error', reject);
        response.on('end', () => resolve({
          status: response.statusCode,
          headers: response.headers,
          trace,
          text,
          json: () => JSON.parse(text),
        }));
      });
      request.end(body);
    });
}

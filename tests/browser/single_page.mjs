// SPDX-License-Identifier: Apache-2.0
// The guide's single-page application and its client, at an origin of this run.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { file, type } from './guide.mjs';

const library = createRequire(import.meta.url).resolve('oidc-client-ts/package.json');
const certificates = dirname(process.env.NODE_EXTRA_CA_CERTS);

function filesOf(places) {
  return {
    '/': ['text/html', file('index.html', places)],
    '/notes.js': ['text/javascript', file('notes.js', places)],
    '/oidc-client-ts.min.js': ['text/javascript',
                               readFileSync(join(dirname(library), 'dist/browser/oidc-client-ts.min.js'))],
  };
}

function serverOf(scheme, answer) {
  if (scheme === 'http') return createServer(answer);
  const [cert, key] = ['server.pem', 'server.key'].map((name) => readFileSync(join(certificates, name)));
  return createSecureServer({ cert, key }, answer);
}

/**
 * Serves it at a free port of `<scheme>://<host>`, and enters its client as the guide does. Under https
 * it has the certificate of the server itself, which is good for the names beside the issuer's.
 */
export async function singlePage(clientId, scheme = 'http', host = 'localhost') {
  let files = {};
  const server = serverOf(scheme, (request, response) => {
    const [kind, text] = files[new URL(request.url, 'http://a').pathname] ?? [];
    response.writeHead(kind ? 200 : 404, kind && { 'content-type': kind });
    response.end(text);
  });
  await new Promise((done) => server.unref().listen(0, 'localhost', done));
  const origin = `${scheme}://${host}:${server.address().port}`;
  const places = {
    'http://localhost:3002': origin, "'notes'": `'${clientId}'`, '--client-id notes': `--client-id ${clientId}`,
  };
  files = filesOf(places);
  type('.', '--client-id notes', places);
  return {
    origin,
    close: () => new Promise((done) => server.close(done)).then(() => server.closeAllConnections()),
  };
}

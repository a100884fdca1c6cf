// SPDX-License-Identifier: Apache-2.0
// Debian's Apache with the guide's configuration of mod_auth_openidc, in a folder of this run.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { file, type } from './guide.mjs';
import { freePort } from '../support/free_port.mjs';
import { started } from './programs.mjs';
import { enterClient, issuer } from './world.mjs';

/** A page that says whom the server knows, and lets them go. */
const page = (link) => `<!doctype html><html lang="en"><title>Intranet</title>
<p>Signed in as <!--#echo var="REMOTE_USER" --> &lt;<!--#echo var="OIDC_CLAIM_email" -->&gt;</p>
${link}</html>`;

function fill(folder, places) {
  const pages = join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(join(pages, 'index.html'), page(file('sign-out.html', places)));
  writeFileSync(join(pages, 'orders'), 'Orders for <!--#echo var="OIDC_CLAIM_client_id" -->');
  writeFileSync(join(pages, 'fresh'), 'Fresh');
  writeFileSync(join(pages, 'signed-out.html'), '<!doctype html><title>Signed out</title>');
  writeFileSync(join(folder, 'intranet.conf'), file('/etc/apache2/sites-available/intranet.conf', places));
  copyFileSync(process.env.NODE_EXTRA_CA_CERTS, join(folder, 'muniment-ca.pem'));
  copyFileSync(new URL('apache/httpd.conf', import.meta.url), join(folder, 'httpd.conf'));
  type(folder, '--client-id intranet', places);
}

/** Serving the guide's site at `origin`, and at `api` what programs get; until it is told to stop. */
export async function apache() {
  const folder = mkdtempSync(join(tmpdir(), 'apache-'));
  chmodSync(folder, 0o755); // Its workers have an account of their own.
  const [port, apiPort] = [await freePort(), await freePort()];
  const [origin, api] = [port, apiPort].map((each) => `http://localhost:${each}`);
  fill(folder, {
    'http://localhost:3003': origin,
    'http%3A%2F%2Flocalhost%3A3003': encodeURIComponent(origin),
    '127.0.0.1:3003': `127.0.0.1:${port}`,
    '/srv/intranet': join(folder, 'pages'),
    '/etc/apache2/': `${folder}/`,
  });
  const client = enterClient('--name', 'Orders', '--introspection', '--first-party', '--redirect', `${api}/oidc`,
                             '--scope', 'openid', '--scope', 'offline_access');
  const env = {
    ...process.env, FOLDER: folder, PORT: apiPort, ISSUER: issuer, CLIENT_ID: client.client_id,
    CLIENT_SECRET: client.client_secret,
  };
  const command = ['/usr/sbin/apache2', ['-f', join(folder, 'httpd.conf'), '-D', 'FOREGROUND']];
  return { ...(await started(command, { env }, origin)), origin, api };
}

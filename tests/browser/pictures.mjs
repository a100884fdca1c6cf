// SPDX-License-Identifier: Apache-2.0
// Pictures of pages, for somebody to look at, and what of them a machine can tell.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { inflateSync } from 'node:zlib';

const folder = process.env.SCREENSHOTS || `${tmpdir()}/screenshots`;

/** The rows of pixels of a PNG as Chromium writes it, not interlaced: as they were packed. */
function rowsOf(png) {
  const parts = [];
  for (let at = 8; at < png.length;) {
    const octets = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + octets));
    at += octets + 12;
  }
  const packed = inflateSync(Buffer.concat(parts));
  const height = png.readUInt32BE(20);
  const stride = packed.length / height;
  return Array.from({ length: height }, (_, row) => packed.toString('latin1', row * stride, (row + 1) * stride));
}

/** Of an empty page all rows are alike, but for the first. */
const fewestRows = 20;

/** Keeps a picture of a page that is as wide as the window and shows something. */
export async function picture(page, name) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${name} is ${content} pixels wide in a window of ${window}`);
  const png = await page.screenshot({ fullPage: true });
  assert.equal(png.readUInt32BE(16), window, `the picture of ${name} is not as wide as the window`);
  assert.ok(new Set(rowsOf(png)).size >= fewestRows, `the picture of ${name} is empty`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.png`, png);
}

// SPDX-License-Identifier: Apache-2.0
// docs/openapi.yaml against the schema that the OpenAPI Initiative publishes for its version.
import { Validator } from '@seriousme/openapi-schema-validator';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';

const text = readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8');
const document = () => parse(text);

async function errors(specification) {
  const found = await new Validator().validate(specification);
  return found.valid ? [] : found.errors;
}

/// Everything in the document that refers to something else.
function references(value, found = []) {
  if (value === null || typeof value !== 'object') return found;
  if (typeof value.$ref === 'string') found.push(value.$ref);
  for (const each of Object.values(value)) references(each, found);
  return found;
}

const at = (specification, reference) =>
  reference.slice(2).split('/').reduce((place, name) => place?.[name], specification);

test('the document is OpenAPI 3.1', async () => {
  assert.match(document().openapi, /^3\.1\./);
  assert.deepEqual(await errors(document()), []);
});

test('a document that is none is told from it', async () => {
  const without = document();
  delete without.info.title;
  assert.notDeepEqual(await errors(without), []);
  const wrong = document();
  wrong.paths['/admin/users'].get.responses['200'].content = 'json';
  assert.notDeepEqual(await errors(wrong), []);
});

test('every reference leads somewhere, and every component is referred to', () => {
  const all = document();
  const found = new Set(references(all));
  for (const each of found) assert.notEqual(at(all, each), undefined, each);
  for (const kind of ['schemas', 'responses'])
    for (const name of Object.keys(all.components[kind]))
      assert.ok(found.has(`#/components/${kind}/${name}`), `${kind}/${name}`);
});

test('every name of a path is a parameter, and every operation has an id of its own', () => {
  const ids = new Set();
  for (const [path, methods] of Object.entries(document().paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (method === 'servers') continue;
      const named = [...path.matchAll(/\{([a-z_]+)\}/g)].map((each) => each[1]);
      const told = (operation.parameters ?? []).filter((each) => each.in === 'path');
      assert.deepEqual(told.map((each) => each.name), named, `${method} ${path}`);
      assert.ok(!ids.has(operation.operationId), operation.operationId);
      ids.add(operation.operationId);
    }
});

// SPDX-License-Identifier: Apache-2.0
// What all clients write and read the same way.
import { createHash } from 'node:crypto';

export const base64url = (octets) => octets.toString('base64url');
export const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
export const digest = (text) => base64url(createHash('sha256').update(text).digest());

/** By what the journal knows a token: its birth, and its id or its digest there. */
export const refreshName = (token) => ['grant.refresh_issued', digest(token)];
export const accessName = (token) => ['grant.token_issued', claimsOf(token).jti];
export const serviceName = (token) => ['service_token.issued', claimsOf(token).jti];

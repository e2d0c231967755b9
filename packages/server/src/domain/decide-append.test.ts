import type { RoomId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { type AppendFacts, decideAppend } from './decide-append.ts';

const change = (payload: unknown, type = 'message', room = 'dev') => ({
  room: room as RoomId,
  type,
  payload: JSON.stringify(payload),
});
const draft = change({ kind: 'text', text: 'hello', to: [1, { a: null }] });
const member: AppendFacts = { sessionOpen: true, kind: 'public', role: 'member' };
const gone: AppendFacts = { sessionOpen: false, kind: 'public', role: undefined };

test.each<[name: string, AppendFacts, outcome: string]>([
  ['a member', member, 'stored'],
  ['one who is no member', { ...member, role: undefined }, 'not_a_member'],
  ['a reader', { ...member, role: 'reader' }, 'not_allowed'],
  ['an ended session', { ...member, sessionOpen: false }, 'session_expired'],
  ['neither', gone, 'session_expired'],
  ['a retry', { ...member, earlier: draft }, 'duplicate'],
  ['a retry after the end of both', { ...gone, earlier: draft }, 'duplicate'],
  [
    'another order of keys',
    { ...member, earlier: change({ to: [1, { a: null }], text: 'hello', kind: 'text' }) },
    'duplicate',
  ],
  ['another text', { ...member, earlier: change({ kind: 'text', text: 'bye', to: [1, { a: null }] }) }, 'id_reused'],
  [
    'another order in a list',
    { ...member, earlier: change({ kind: 'text', text: 'hello', to: [{ a: null }, 1] }) },
    'id_reused',
  ],
  [
    'a key more',
    { ...member, earlier: change({ kind: 'text', text: 'hello', to: [1, { a: null }], n: 1 }) },
    'id_reused',
  ],
  ['another key', { ...member, earlier: change({ kind: 'text', text: 'hello', to: [1, { b: null }] }) }, 'id_reused'],
  ['a list in place of an object', { ...member, earlier: change(['text', 'hello', [1]]) }, 'id_reused'],
  ['nothing', { ...member, earlier: change(null) }, 'id_reused'],
  ['another type', { ...member, earlier: { ...draft, type: 'member-joined' } }, 'id_reused'],
  ['another room', { ...member, earlier: { ...draft, room: 'ops' as RoomId } }, 'id_reused'],
  ['a reused id after the end of both', { ...gone, earlier: change('bye') }, 'id_reused'],
])('%s', (_, facts, outcome) => {
  const decided = decideAppend(facts, draft);
  const said = decided.ok ? (decided.value.duplicate ? 'duplicate' : 'stored') : decided.error;
  expect(said).toBe(outcome);
});

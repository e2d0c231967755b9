import type { SessionId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { decideOpenSession, type OpenSession, type SessionFacts } from './decide-session.ts';

const session = (id: string, createdMs: number, lastSeenMs: number) => ({ id: id as SessionId, createdMs, lastSeenMs });
const account = { passwordHash: 'hash', disabled: false };
/** By last use: b, a, c. */
const sessions = [session('a', 10, 40), session('b', 20, 30), session('c', 30, 50)];
const facts: SessionFacts = { account, sessions };
const ask: OpenSession = {
  passwordHash: 'hash',
  maxSessions: 4,
  expiredBeforeMs: { created: 0, lastSeen: 0 },
  inUse: [],
};
const inUse = (...ids: string[]) => ids as unknown as readonly SessionId[];

test.each<[name: string, SessionFacts, OpenSession, outcome: string]>([
  ['room for one more', facts, ask, ''],
  ['as many as it may have', facts, { ...ask, maxSessions: 3 }, 'b'],
  ['a limit that was lowered', facts, { ...ask, maxSessions: 1 }, 'b a c'],
  ['those with a connection last', facts, { ...ask, maxSessions: 3, inUse: inUse('b', 'a') }, 'c'],
  ['all with a connection', facts, { ...ask, maxSessions: 3, inUse: inUse('a', 'b', 'c') }, 'b'],
  [
    'equal use: the older one',
    { account, sessions: [session('y', 2, 5), session('x', 1, 5)] },
    { ...ask, maxSessions: 2 },
    'x',
  ],
  [
    'equal in all: by id',
    { account, sessions: [session('y', 1, 5), session('x', 1, 5)] },
    { ...ask, maxSessions: 2 },
    'x',
  ],
  ['one created too long ago', facts, { ...ask, expiredBeforeMs: { created: 11, lastSeen: 0 } }, 'a'],
  ['one last seen too long ago', facts, { ...ask, expiredBeforeMs: { created: 0, lastSeen: 31 } }, 'b'],
  ['at the very moment', facts, { ...ask, expiredBeforeMs: { created: 10, lastSeen: 30 } }, ''],
  ['an expired one makes room', facts, { ...ask, maxSessions: 3, expiredBeforeMs: { created: 11, lastSeen: 0 } }, 'a'],
  ['no account', { account: undefined, sessions: [] }, ask, 'wrong_credentials'],
  ['a disabled account', { ...facts, account: { ...account, disabled: true } }, ask, 'wrong_credentials'],
  ['another password by now', facts, { ...ask, passwordHash: 'old', maxSessions: 1 }, 'wrong_credentials'],
])('%s', (_, known, command, outcome) => {
  const decided = decideOpenSession(known, command);
  expect(decided.ok ? decided.value.join(' ') : decided.error).toBe(outcome);
});

import type { SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { type AccountCommand, type AccountFacts, decideAccount } from './decide-account.ts';
import { emptyProfile, type ProfileChange, type StoredProfile } from './profile.ts';

const user = 'ada' as UserId;
const [one, two] = ['one' as SessionId, 'two' as SessionId];
const account = (passwordHash: string) => ({ passwordHash, profile: emptyProfile });
const facts: AccountFacts = { account: account('old'), sessions: [one, two] };
const setProfile = (profile: ProfileChange, session = one): AccountCommand => ({
  ...{ kind: 'set-profile', user, session },
  change: profile,
});
const lunch: StoredProfile = { displayName: 'Ada', status: 'busy', away: 'lunch', hidden: true };
const factsAt: AccountFacts = { account: { passwordHash: 'old', profile: lunch }, sessions: [one] };
const change: AccountCommand = { kind: 'change-password', user, session: one, from: 'old', to: 'new' };

test.each<[name: string, AccountCommand, AccountFacts, outcome: unknown]>([
  [
    'set',
    { kind: 'set-password', user, passwordHash: 'new', endSessions: false },
    facts,
    { passwordHash: 'new', endedSessions: [] },
  ],
  [
    'reset',
    { kind: 'set-password', user, passwordHash: 'new', endSessions: true },
    facts,
    { passwordHash: 'new', endedSessions: [one, two] },
  ],
  ['changed', change, facts, { passwordHash: 'new', endedSessions: [two] }],
  ['changed meanwhile', change, { ...facts, account: account('newer') }, 'wrong_credentials'],
  ['changed with an ended session', change, { ...facts, sessions: [two] }, 'session_expired'],
  ['both', change, { account: account('newer'), sessions: [] }, 'session_expired'],
  [
    'disabled',
    { kind: 'set-disabled', user, disabled: true, atMs: 3000 },
    facts,
    { disabled: true, endedSessions: [one, two] },
  ],
  [
    'enabled',
    { kind: 'set-disabled', user, disabled: false, atMs: 3000 },
    facts,
    { disabled: false, endedSessions: [] },
  ],
  [
    'a profile',
    setProfile({ displayName: 'Ada', away: '' }),
    facts,
    { profile: { ...emptyProfile, displayName: 'Ada', away: '' }, endedSessions: [] },
  ],
  ['nothing of a profile', setProfile({}), factsAt, { profile: lunch, endedSessions: [] }],
  [
    'back again',
    setProfile({ away: null, status: '', hidden: false }),
    factsAt,
    { profile: { displayName: 'Ada', status: '', away: undefined, hidden: false }, endedSessions: [] },
  ],
  ['a profile with an ended session', setProfile({ status: 'x' }, two), factsAt, 'session_expired'],
])('account: %s', (_, command, known, outcome) => {
  const decided = decideAccount(known, command);
  expect(decided.ok ? decided.value : decided.error).toEqual(outcome);
});

import { limits } from '@securechat/protocol/limits';
import type { MemberRole } from '@securechat/protocol/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import {
  archive,
  ban,
  good,
  join,
  leave,
  makePrivateRoom,
  makeRoom,
  openDirect,
  openSession,
  remove,
  room,
  sessionOf,
  setRole,
  signUp,
  user,
} from './steps.ts';

const people = ['ada', 'bob', 'cyd'] as const;
const rooms = ['open', 'secret', 'direct'] as const;
type Who = (typeof people)[number];
type Step = {
  readonly by: Who;
  readonly other: Who;
  readonly where: (typeof rooms)[number];
  readonly role: MemberRole;
};

async function disable(store: Store, name: string, disabled: boolean): Promise<void> {
  good(await store.changeAccount({ kind: 'set-disabled', user: user(name), disabled, atMs: 3000 }));
  if (!disabled) await openSession(store, name, sessionOf(name));
}

async function invite(store: Store, where: string, by: string, other: string): Promise<void> {
  const asked = (name: string) => ({ by: user(name), session: sessionOf(name), atMs: 1800 });
  await store.changeInvitation({ kind: 'invite', ...asked(by), room: room(where), user: user(other), limits });
  const id = crypto.randomUUID() as never;
  await store.changeInvitation({ kind: 'accept', ...asked(other), to: { room: room(where) }, id, limits });
}

const acts = {
  join: (store: Store, { where, by }: Step) => join(store, where, by),
  leave: (store: Store, { where, by }: Step) => leave(store, where, by),
  remove: (store: Store, { where, by, other }: Step) => remove(store, where, other, by),
  ban: (store: Store, { where, by, other }: Step) => ban(store, where, other, by, 1700),
  role: (store: Store, { where, by, other, role }: Step) => setRole(store, where, other, role, by),
  invite: (store: Store, { where, by, other }: Step) => invite(store, where, by, other),
  archive: (store: Store, { where, by }: Step) => archive(store, where, by),
  unarchive: (store: Store, { where, by }: Step) => archive(store, where, by, false),
  disable: (store: Store, { by }: Step) => disable(store, by, true),
  enable: async (store: Store, { by }: Step) => {
    const account = await store.account(user(by));
    if (account?.disabled && account.deletedMs === undefined) await disable(store, by, false);
  },
  delete: (store: Store, { by }: Step) =>
    store.deleteAccount({ user: user(by), session: sessionOf(by), passwordHash: `hash of ${by}`, atMs: 3000 }),
};
const anyStep = fc.record({
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  by: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
  where: fc.constantFrom(...rooms),
  role: fc.constantFrom<MemberRole>('reader', 'member', 'moderator', 'owner'),
});

/** Who could act in a room, by name and role. */
async function enabledIn(store: Store, name: string): Promise<readonly string[]> {
  const members = await store.members(room(name));
  const accounts = await Promise.all(members.map((member) => store.account(member.user)));
  return members.filter((_, i) => accounts[i]?.disabled === false).map((member) => `${member.user} ${member.role}`);
}

/** The same step with the people and rooms of one run. */
const inRun = ({ by, other, where, role }: Step, run: number): Step =>
  ({ by: by + run, other: other + run, where: where + run, role }) as Step;

/** What every store must do so that no room is without an owner. */
export function owners(the: () => Store): void {
  const signUpAll = async (store: Store, run: number | '' = '') => {
    for (const name of people) await signUp(store, name + run);
  };

  describe('owners', () => {
    test('whatever happens, a room that has enabled members has an enabled owner, and a direct room has none', async () => {
      const store = the();
      let run = 0;
      const holds = async (steps: readonly (Step & { readonly act: keyof typeof acts })[]) => {
        run++;
        await signUpAll(store, run);
        good(await makeRoom(store, `open${run}`, `ada${run}`));
        good(await makePrivateRoom(store, `secret${run}`, `ada${run}`));
        good(await openDirect(store, `direct${run}`, `ada${run}`, `bob${run}`));
        for (const step of steps) {
          await acts[step.act](store, inRun(step, run));
          for (const name of ['open', 'secret']) {
            const enabled = await enabledIn(store, name + run);
            if (enabled.length > 0) expect([step, enabled.join()]).toEqual([step, expect.stringContaining('owner')]);
          }
          expect((await enabledIn(store, `direct${run}`)).join()).not.toContain('owner');
        }
      };
      const property = fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 40 }), holds);
      await fc.assert(property, { numRuns: 100 });
    });

    test('if only readers are left, the eldest of them becomes the owner', async () => {
      const store = the();
      await signUpAll(store);
      good(await makePrivateRoom(store, 'secret', 'ada'));
      for (const name of ['cyd', 'bob']) {
        await invite(store, 'secret', 'ada', name);
        await setRole(store, 'secret', name, 'reader', 'ada');
      }
      await disable(store, 'ada', true);
      expect(await enabledIn(store, 'secret')).toEqual(['bob reader', 'cyd owner']);
    });

    test('who is enabled again owns a room that has no other owner, and who joins one of disabled members too', async () => {
      const store = the();
      await signUpAll(store);
      for (const name of ['one', 'two']) {
        good(await makeRoom(store, name, 'ada'));
        await join(store, name, 'bob');
      }
      for (const name of ['bob', 'ada']) await disable(store, name, true);
      await join(store, 'two', 'cyd');
      await disable(store, 'bob', false);
      expect(await enabledIn(store, 'one')).toEqual(['bob owner']);
      expect(await enabledIn(store, 'two')).toEqual(['bob member', 'cyd owner']);
    });
  });
}

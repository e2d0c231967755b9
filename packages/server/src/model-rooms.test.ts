import { generalRoom, type RoomId, type UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { MemberRole } from '@securechat/protocol/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHistory } from './app/history.ts';
import {
  archive,
  ban,
  digest,
  draft,
  good,
  join,
  leave,
  makePrivateRoom,
  makeRoom,
  openDirect,
  remove,
  room as roomId,
  sessionOf,
  setPolicy,
  setRole,
  signUp,
  unban,
  user as userId,
} from './contracts/store/steps.ts';
import type { InvitationCommand } from './domain/decide-invitation.ts';
import { stateLimits } from './domain/state-limits.ts';
import { testContext } from './testing/context.ts';
import { ModelMarks, ModelRoom } from './testing/model-rooms.ts';

// A model that is written down once more, in the simplest way: who is in which room, and which events each has been able to see.
const people = ['ada', 'bob', 'cyd'] as const;
type Step = { readonly act: string; readonly by: string; readonly other: string; readonly room: string } & {
  readonly role: MemberRole;
  readonly n: number;
};

const pick = <const A, const B>(n: number, even: A, odd: B): A | B => (n % 2 === 0 ? even : odd);

/** A server's store in memory, and the model beside it. */
class Both {
  readonly ctx = testContext();
  readonly models = new Map<string, ModelRoom>();
  readonly marks = new ModelMarks();
  #made = 0;

  async begin(): Promise<void> {
    const { store } = this.ctx;
    for (const name of people) await signUp(store, name);
    good(await makeRoom(store, 'open', 'ada'));
    good(await makeRoom(store, 'shut', 'ada', limits, 'joined'));
    good(await makePrivateRoom(store, 'secret', 'ada'));
    this.models.set('open', new ModelRoom('public', 'shared'));
    this.models.set('shut', new ModelRoom('public', 'joined'));
    this.models.set('secret', new ModelRoom('private', 'joined'));
    for (const model of this.models.values()) model.begins('ada', 'owner');
  }

  /** What the store says, and what the model says. */
  async step({ act, by, other, room, role, n }: Step): Promise<readonly [boolean, boolean]> {
    const { store } = this.ctx;
    const model = this.models.get(room) ?? new ModelRoom('private', 'joined');
    const says = async (answer: Promise<{ readonly ok: boolean }>, expected: boolean) =>
      [(await answer).ok, expected] as const;
    switch (act) {
      case 'send':
        return says(store.append(draft(by, `m${this.#made++}`, 'hello', room)), model.send(by));
      case 'join':
        return says(join(store, room, by), model.join(by));
      case 'leave':
        return says(leave(store, room, by), model.leave(by));
      case 'remove':
        return says(remove(store, room, other, by), model.remove(by, other));
      case 'ban':
        return says(ban(store, room, other, by), model.ban(by, other));
      case 'unban':
        return says(unban(store, room, other, by), model.unban(by, other));
      case 'role':
        return says(setRole(store, room, other, role, by), model.setRole(by, other, role));
      case 'archive':
        return says(archive(store, room, by, n === 0), model.archive(by, n === 0));
      case 'policy': {
        const [history, inviters] = [pick(n, 'shared', 'joined'), pick(n >> 1, 'members', 'moderators')];
        return says(setPolicy(store, room, by, { history, inviters }), model.setPolicy(by, history, inviters));
      }
      case 'direct':
        return says(openDirect(store, 'direct', 'ada', 'bob'), this.#opensDirect());
      case 'mark':
        return says(this.#mark(by, room, n), true);
      default:
        return await this.#invitation(act, { by, other, room, code: `code-${n}` }, model);
    }
  }

  #opensDirect(): boolean {
    if (this.models.has('direct')) return true;
    const model = new ModelRoom('direct', 'shared');
    this.models.set('direct', model);
    for (const name of ['ada', 'bob']) model.begins(name, 'member');
    return true;
  }

  #mark(by: string, room: string, n: number) {
    const mark = { seq: n * 7, n, epoch: n % 3 };
    this.marks.set(by, room, { seq: mark.seq, epoch: mark.epoch });
    const entries = [{ kind: 'read', key: roomId(room), value: mark }] as const;
    return this.ctx.store.setState({ user: userId(by), session: sessionOf(by), entries, limits: stateLimits });
  }

  async #invitation(
    act: string,
    { by, other, room, code }: { by: string; other: string; room: string; code: string },
    model: ModelRoom,
  ): Promise<readonly [boolean, boolean]> {
    const asked = { by: userId(by), session: sessionOf(by), atMs: 1800 };
    const codeHash = digest(code);
    const id = `i${this.#made++}` as never;
    const commands: Readonly<Record<string, InvitationCommand>> = {
      invite: { kind: 'invite', ...asked, room: roomId(room), user: userId(other), limits },
      accept: { kind: 'accept', ...asked, to: { room: roomId(room) }, id, limits },
      decline: { kind: 'decline', ...asked, room: roomId(room) },
      revoke: { kind: 'revoke', ...asked, room: roomId(room), user: userId(other) },
      'create code': { kind: 'link', ...asked, room: roomId(room), codeHash, expiresMs: 9000, limits },
      'use code': { kind: 'accept', ...asked, to: { codeHash, expiryMs: 1800 }, id, limits },
    };
    const command = commands[act] ?? expect.fail(act);
    // Codes are random, so none exists twice.
    const owner = [...this.models.values()].find(({ codes }) => codes.has(code));
    if (act === 'create code' && owner) return [true, true];
    const expected: Readonly<Record<string, () => boolean>> = {
      invite: () => model.invite(by, other),
      accept: () => model.accept(by),
      decline: () => model.decline(by),
      revoke: () => model.revoke(by, other),
      'create code': () => model.createCode(by, code),
      'use code': () => owner?.useCode(by, code) ?? false,
    };
    return [(await this.ctx.store.changeInvitation(command)).ok, expected[act]?.() ?? false];
  }

  /** All that a person can read of a room, page by page from the newest back. */
  async #read(room: string, who: string): Promise<readonly number[]> {
    const caller = { user: who as UserId, session: sessionOf(who) };
    const seqs: number[] = [];
    for (let before: number | undefined, more = true; more; before = seqs[0]) {
      const page = await readHistory(this.ctx, caller, { room: roomId(room), before, limit: 3 });
      if (!page.ok) break;
      seqs.unshift(...page.value.events.map(({ seq }) => seq));
      more = page.value.next !== undefined;
    }
    return seqs;
  }

  async #markOf(who: string, room: string) {
    const { entries } = await this.ctx.store.stateAfter(userId(who), 0);
    const value = entries.find(({ kind, key }) => kind === 'read' && key === room)?.value;
    if (typeof value !== 'string') return undefined;
    const { seq, epoch }: { seq: number; epoch: number } = JSON.parse(value);
    return { seq, epoch };
  }

  /** What each person sees of each room, in the store and in the model. */
  async seen() {
    const [stored, modelled]: [unknown[], unknown[]] = [[], []];
    for (const [room, model] of this.models) {
      for (const who of people) {
        const found = await this.ctx.store.room(room as RoomId, userId(who));
        const [invitation] = await this.ctx.store.invitations(userId(who), roomId(room));
        const [sees, mark] = [await this.#read(room, who), await this.#markOf(who, room)];
        const base = { room, who };
        stored.push({ ...base, known: found !== undefined, role: found?.role, by: invitation?.by, sees, mark });
        const [known, role] = [model.isKnownTo(who), model.roles.get(who)];
        const [by, modelMark] = [model.invitedBy(who), this.marks.get(who, room)];
        modelled.push({ ...base, known, role, by, sees: model.seenBy(who), mark: modelMark });
      }
    }
    return { stored, modelled };
  }
}

/** Weighted so that most steps are allowed: what is refused changes nothing. */
const weighted = <T extends string>(weights: Readonly<Record<T, number>>) =>
  fc.oneof(
    ...Object.entries<number>(weights).map(([value, weight]) => ({ weight, arbitrary: fc.constant(value as T) })),
  );
const ofRoom = fc.record({
  act: weighted({
    ...{ send: 5, join: 5, leave: 2, remove: 1, ban: 2, unban: 2, role: 4, direct: 1, mark: 3, policy: 3, archive: 2 },
    ...{ invite: 4, accept: 4, decline: 1, revoke: 1, 'create code': 2, 'use code': 3 },
  }),
  by: weighted({ ada: 3, bob: 2, cyd: 2 }),
  other: weighted({ ada: 1, bob: 3, cyd: 3 }),
  role: weighted<MemberRole>({ reader: 4, member: 2, moderator: 3, owner: 1 }),
  n: fc.nat(5),
});
/** Several steps in each room, so that one step meets what others have done. */
const steps = fc
  .array(
    fc.record({
      room: weighted({ open: 2, shut: 3, secret: 4, direct: 1 }),
      inRoom: fc.array(ofRoom, { minLength: 10, maxLength: 80 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.flatMap(({ room, inRoom }): Step[] => inRoom.map((each) => ({ ...each, room }))));

test('after any sequence of steps, everybody may do, sees and has read what a simple model says', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const both = new Both();
      await both.begin();
      for (const each of sequence) {
        const [answer, expected] = await both.step(each);
        expect([each, answer]).toEqual([each, expected]);
      }
      const { stored, modelled } = await both.seen();
      expect(stored).toEqual(modelled);
      expect(await both.ctx.store.heads([generalRoom])).toEqual(new Map([[generalRoom, people.length + 1]]));
    }),
    { numRuns: 600 },
  );
});

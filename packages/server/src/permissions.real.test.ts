import type { MemberRole, UserId } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { type Action, actions, mayDo, type Standing } from './domain/permissions.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
type Frame = { readonly type: string; readonly [field: string]: unknown };

/** The seqs of a message of the one who acts, if they have one, and of one of tar. */
type Messages = { readonly own: number; readonly other: number };

/** The frames that an action needs, in a room with the member tar and without out. */
const framesOf: { readonly [A in Action]: (room: string, messages: Messages) => readonly Frame[] } = {
  read: (room) => [{ type: 'history', room, limit: 5 }],
  send: (room) => [{ type: 'message.send', room, clientId: `m-${room}`, body: { kind: 'text', text: 'hi' } }],
  edit: (room, { own, other }) => [
    { type: 'message.edit', room, clientId: `e-${room}`, target: own, body: { kind: 'text', text: 'hi!' } },
    // Who has no message of their own there would delete that of another.
    ...(own === other ? [] : [{ type: 'message.delete', room, clientId: `d-${room}`, target: own }]),
  ],
  'delete-message': (room, { other }) => [{ type: 'message.delete', room, clientId: `x-${room}`, target: other }],
  'mention-everybody': () => [],
  invite: (room) => [
    { type: 'invitation.create', room, user: 'out' },
    { type: 'invitation.revoke', room, user: 'out' },
    { type: 'invitation.link', room },
    { type: 'room.invitations', room },
    { type: 'invitation.revoke', room },
  ],
  topic: (room) => [{ type: 'room.topic', room, topic: 'another' }],
  remove: (room) => [{ type: 'room.remove', room, user: 'tar' }],
  ban: (room) => [
    { type: 'room.ban', room, user: 'out', forMs: 60_000 },
    { type: 'room.bans', room },
    { type: 'room.unban', room, user: 'out' },
  ],
  'set-role': (room) => [
    { type: 'room.role', room, user: 'tar', role: 'reader' },
    { type: 'room.role', room, user: 'tar', role: 'moderator' },
  ],
  'make-owner': (room) => [{ type: 'room.role', room, user: 'tar', role: 'owner' }],
  rename: (room) => [{ type: 'room.rename', room, name: `new-${room.slice(0, 20)}` }],
  policy: (room) => [
    { type: 'room.policy', room, inviters: 'moderators', history: 'joined' },
    { type: 'room.policy', room, inviters: 'members', history: 'shared' },
  ],
  archive: (room) => [
    { type: 'room.archive', room, on: true },
    { type: 'room.archive', room, on: false },
  ],
  delete: (room) => [{ type: 'room.delete', room }],
  leave: (room) => [{ type: 'room.leave', room }],
};
const refusals = ['not_a_member', 'not_allowed', 'direct_room'];
/** Refusals of those who may do it, but not now. */
const allowed = ['delete_too_early'];

/** The users with a standing, and that standing in a public or private room. */
const people: Readonly<Record<string, { readonly role: MemberRole | undefined; readonly isAdministrator?: true }>> = {
  own: { role: 'owner' },
  mod: { role: 'moderator' },
  mem: { role: 'member' },
  rea: { role: 'reader' },
  non: { role: undefined },
  adm: { role: undefined, isAdministrator: true },
};

/** The people of these tests, signed up at a server. */
class Stage {
  readonly #clients = new Map<string, RawClient>();
  readonly #messages = new Map<string, Messages>();
  #made = 0;

  async begin(server: TestServer): Promise<void> {
    const names = ['ada', 'eve', 'tar', 'out', ...Object.keys(people)];
    for (const name of names) this.#clients.set(name, (await RawClient.signedUp(server.url, name)).client);
    const beside = await openSqliteStore({ dataDir: server.dataDir, shared: true });
    if (!beside.ok) throw new Error(beside.error.message);
    const maxAdministrators = limits.ownersPerRoom;
    await beside.value.setAdministrator({ user: 'adm' as UserId, administrator: true, maxAdministrators, atMs: 1 });
    await beside.value.close();
  }

  client(name: string): RawClient {
    return this.#clients.get(name) ?? expect.fail(name);
  }

  /** Sends a request that must succeed. */
  async does(who: string, frame: Frame): Promise<{ readonly [field: string]: unknown }> {
    const reply = await this.client(who).ask(frame);
    expect([who, frame, reply.type]).not.toContain('error');
    return reply;
  }

  /** A new room with tar, and with this person in their role. */
  async room(kind: 'public' | 'private', who: string): Promise<string> {
    const name = `room-${this.#made++}`;
    const creator = kind === 'public' ? 'ada' : 'eve';
    const room = idOf(await this.does(creator, { type: 'room.create', kind, name }));
    const role = people[who]?.role;
    for (const member of ['tar', ...(role === undefined ? [] : [who])]) {
      if (kind === 'private') await this.does(creator, { type: 'invitation.create', room, user: member });
      await this.does(member, kind === 'private' ? { type: 'invitation.accept', room } : { type: 'room.join', name });
    }
    await this.write(room, role === undefined ? undefined : who);
    if (role !== undefined && role !== 'member') await this.does(creator, { type: 'room.role', room, user: who, role });
    return room;
  }

  /** A message of tar, and one of this person. */
  async write(room: string, who: string | undefined): Promise<void> {
    const seqs: number[] = [];
    for (const author of ['tar', who]) {
      if (author === undefined) continue;
      const body = { kind: 'text', text: 'hello' };
      const ack = await this.does(author, { type: 'message.send', room, clientId: `${author}-${room}`, body });
      seqs.push(Number(ack.seq));
    }
    const [other = 1, own = other] = seqs;
    this.#messages.set(room, { own, other });
  }

  async check(action: Action, who: string, room: string, standing: Standing): Promise<void> {
    const { kind, role } = standing;
    const messages = this.#messages.get(room) ?? { own: 1, other: 1 };
    for (const frame of framesOf[action](room, messages)) {
      const { type, code: refusal } = await this.client(who).ask(frame);
      const code = type === 'error' && !allowed.includes(String(refusal)) ? String(refusal) : 'done';
      const outcome = refusals.includes(code) ? 'refused' : code;
      const refused = kind !== 'public' && role === undefined ? 'no_such_room' : 'refused';
      const wanted = mayDo(action, standing) ? 'done' : refused;
      expect([kind, who, frame.type, outcome]).toEqual([kind, who, frame.type, wanted]);
    }
  }
}

const idOf = (reply: { readonly [field: string]: unknown }): string => (reply.room as { readonly id: string }).id;

test.each(['public', 'private'] as const)(
  'in a %s room, every frame that acts on it does what the table of permissions says',
  async (kind) => {
    await using server = await startTestServer(unlimited);
    const stage = new Stage();
    await stage.begin(server);
    for (const action of actions) {
      for (const [who, { role, isAdministrator = false }] of Object.entries(people)) {
        await stage.check(action, who, await stage.room(kind, who), { kind, role, isAdministrator });
      }
    }
  },
);

test('where only moderators invite, members are refused what the table of permissions says', async () => {
  await using server = await startTestServer(unlimited);
  const stage = new Stage();
  await stage.begin(server);
  for (const kind of ['public', 'private'] as const) {
    for (const [who, { role, isAdministrator = false }] of Object.entries(people)) {
      const room = await stage.room(kind, who);
      await stage.does(kind === 'public' ? 'ada' : 'eve', { type: 'room.policy', room, inviters: 'moderators' });
      await stage.check('invite', who, room, { kind, role, isAdministrator, inviters: 'moderators' });
    }
  }
});

test('in a direct room, the two may do what the table of permissions says, and for others there is none', async () => {
  await using server = await startTestServer(unlimited);
  const stage = new Stage();
  await stage.begin(server);
  const room = idOf(await stage.does('mem', { type: 'direct.open', user: 'tar' }));
  await stage.write(room, 'mem');
  for (const action of actions) {
    await stage.check(action, 'mem', room, { kind: 'direct', role: 'member', isAdministrator: false });
    await stage.check(action, 'non', room, { kind: 'direct', role: undefined, isAdministrator: false });
    await stage.check(action, 'adm', room, { kind: 'direct', role: undefined, isAdministrator: true });
  }
});

test('an invitation is used by the invited only, whatever others may do in the room; a code by anybody, once', async () => {
  await using server = await startTestServer(unlimited);
  const stage = new Stage();
  await stage.begin(server);
  for (const kind of ['public', 'private'] as const) {
    for (const [who, { role }] of Object.entries(people)) {
      const room = await stage.room(kind, who);
      const host = kind === 'public' ? 'ada' : 'eve';
      await stage.does(host, { type: 'invitation.create', room, user: 'out' });
      const { code } = await stage.does(host, { type: 'invitation.link', room });
      const outcome = async (frame: Frame) => {
        const { type, code: refusal } = await stage.client(who).ask(frame);
        return [kind, who, frame.type, type === 'error' ? refusal : type];
      };
      // A member is a member already; of an invitation of somebody else, nobody learns anything.
      const accepted = role === undefined ? 'no_such_invitation' : 'room';
      const accept = { type: 'invitation.accept', room };
      expect(await outcome(accept)).toEqual([kind, who, accept.type, accepted]);
      const decline = { type: 'invitation.decline', room };
      expect(await outcome(decline)).toEqual([kind, who, decline.type, 'no_such_invitation']);
      const use = { type: 'invitation.accept', code };
      expect(await outcome(use)).toEqual([kind, who, use.type, 'room']);
      // Members do not use it up.
      const { type, code: refusal } = await stage.client('out').ask(use);
      const second = role === undefined ? 'no_such_invitation' : 'room';
      expect([kind, who, type === 'error' ? refusal : type]).toEqual([kind, who, second]);
      await stage.does('out', accept);
    }
  }
});

import { type ChatClient, type ChatClientOptions, createChatClient, type Notice } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import type { EventId, RoomEvent, RoomId, UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { good } from './support/member.ts';
import { type ServerProcess, startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks, temporaryFolder } from './support/tools.ts';

const ada = 'ada' as UserId;

/** A client and the notices that it received. */
type Person = { readonly client: ChatClient; readonly notices: readonly Notice[] } & AsyncDisposable;

async function setUp(server: ServerProcess, options: Partial<ChatClientOptions> = {}): Promise<Person> {
  const client = createChatClient({
    url: server.url,
    dialer: nodeDialer({ pin: server.pin }),
    clock: nodeClock,
    client: { name: 'test', version: '0' },
    device: 'test',
    ...options,
  });
  const notices: Notice[] = [];
  client.listen((notice) => notices.push(notice));
  await client.connect();
  return { client, notices, [Symbol.asyncDispose]: () => client.close() };
}

async function signUp({ client }: Person, user: string): Promise<string> {
  const signed = await client.signUp({ user, password: 'a long enough password' });
  if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  await client.synced();
  return signed.value.token ?? '';
}

/** The room's events that a client received, in order. */
const received = ({ notices }: Person, room: RoomId): RoomEvent[] =>
  notices.flatMap((n) => (n.kind === 'event' && n.event.room === room ? [n.event] : []));
const textOf = (event: RoomEvent | undefined) =>
  event?.type === 'message' && event.body.kind === 'text' ? event.body.text : event?.type;
const ended = (person: Person, room: RoomId) => eventually(() => textOf(received(person, room).at(-1)) === 'the end');

/** A message, with its seq or the code of its refusal. */
type Said = { readonly text: string; readonly came: number | string };

/** ada sends and joins in a loop; cyd reads and sends, removes her repeatedly, and lets her in a last time. */
async function race(team: RoomId, one: ChatClient, maker: ChatClient, rounds: number): Promise<readonly Said[]> {
  const said: Said[] = [];
  let over = false;
  const says = async (mouth: number) => {
    for (let i = 0; !over; i++) {
      const [text, id] = [`ada ${mouth} ${i}`, `a-${mouth}-${i}` as EventId];
      const answer = await one.say(team, text, id);
      one.discard(id);
      const { error, value } = { error: undefined, value: undefined, ...answer };
      said.push({ text, came: value?.seq ?? (error?.kind === 'refused' ? error.refusal.code : 'no answer') });
    }
  };
  const talks = async () => {
    for (let i = 0; !over; i++) await maker.say(team, `cyd ${i}`);
  };
  const joins = async () => {
    while (!over) await one.joinRoom('team');
  };
  const removes = async () => {
    for (let done = 0; done < rounds; ) {
      // With a varying delay, so that removals meet messages at every step.
      for (let pause = done % 8; pause > 0; pause--) await maker.members(team);
      if ((await maker.removeMember(team, ada)).ok) done++;
    }
    over = true;
  };
  await Promise.all([says(1), says(2), says(3), talks(), joins(), removes()]);
  await one.joinRoom('team');
  await maker.say(team, 'the end');
  return said;
}

/** The room's events that belong to ada: from each `member-joined` of hers to the `member-removed` that ends it. */
function spansOfAda(room: readonly RoomEvent[]): RoomEvent[] {
  let inside = false;
  return room.filter((event) => {
    if (event.type === 'member-joined' && event.author === ada) inside = true;
    const belongs = inside;
    if (event.type === 'member-removed' && event.user === ada) inside = false;
    return belongs;
  });
}

test('G5: 300 removals in a race with messages and joins cut exactly at the membership', async () => {
  const rounds = 300;
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await using maker = await setUp(server);
  await using one = await setUp(server);
  await signUp(maker, 'cyd');
  const token = await signUp(one, 'ada');
  const team = good(await maker.client.createRoom({ name: 'team', history: 'joined' })).id;
  await one.client.joinRoom('team');
  const said = await race(team, one.client, maker.client, rounds);
  await ended(one, team);
  await ended(maker, team);

  // cyd never left, so its events are the whole room, and what ada may see follows from them.
  const room = received(maker, team);
  expect(room.map(({ seq }) => seq)).toEqual(room.map((_, i) => i + 2));
  expect(room.filter(({ type }) => type === 'member-removed')).toHaveLength(rounds);
  const allowed = spansOfAda(room);
  expect(allowed.length).toBeLessThan(room.length);
  expect(received(one, team)).toEqual(allowed);
  // A client that receives a gap, or an event of a foreign room, requests a second catch-up.
  expect(one.notices.filter(({ kind }) => kind === 'synced')).toHaveLength(1);

  // Acknowledged messages are stored once, at their seq and inside a membership; refused ones are nowhere.
  const stored = (events: readonly RoomEvent[]) =>
    events.flatMap((e) => (e.type === 'message' && e.author === ada ? [{ text: textOf(e), came: e.seq }] : []));
  const acknowledged = said.filter(({ came }) => typeof came === 'number');
  const refused = said.filter(({ came }) => typeof came !== 'number');
  expect(stored(allowed)).toEqual(acknowledged.toSorted((a, b) => Number(a.came) - Number(b.came)));
  expect(stored(room)).toEqual(stored(allowed));
  expect(new Set(refused.map(({ came }) => came))).toEqual(new Set(['not_a_member']));
  // It was a race: each side won often.
  expect(Math.min(acknowledged.length, refused.length)).toBeGreaterThan(rounds / 10);

  // Another device of ada's, with a cursor before all of it, catches up to the same.
  await using late = await setUp(server, { token, cursors: { [team]: { seq: 0 } } });
  await late.client.synced();
  expect(received(late, team)).toEqual(allowed);
});

test('a member offline during its removal and return receives both memberships, without a gap', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  await using maker = await setUp(server);
  await signUp(maker, 'cyd');
  const team = good(await maker.client.createRoom({ name: 'team', history: 'joined' })).id;
  await using first = await setUp(server);
  const token = await signUp(first, 'ada');
  await first.client.joinRoom('team');
  const joined = good(await first.client.history({ room: team, limit: 1 })).events[0]?.id as EventId;
  await first.client.close();
  await maker.client.say(team, 'while away');
  await maker.client.removeMember(team, ada);
  await maker.client.say(team, 'behind her back');
  // She rejoins with a device that follows nothing.
  await using other = await setUp(server, { token, follow: false });
  await other.client.joinRoom('team');
  await maker.client.say(team, 'the end');
  await using back = await setUp(server, { token, cursors: { [team]: { seq: 3, id: joined } }, recent: 0 });
  await back.client.synced();
  await ended(back, team);
  expect(received(back, team).map(textOf)).toEqual(['while away', 'member-removed', 'member-joined', 'the end']);
  expect(back.notices.filter(({ kind }) => kind === 'synced')).toMatchObject([{ events: 4, gaps: 0 }]);
});

test.skipIf(lacks('tmux'))(
  'in two terminals: one types /remove, the other is shown by whom, and a script sees both names',
  async () => {
    using folder = temporaryFolder();
    await using server = await startServer(folder.path);
    const cyd = await person('cyd', folder.path, server);
    const one = await person('ada', folder.path, server);
    await cyd.run(['rooms', 'create', 'team']);
    await one.run(['rooms', 'join', 'team']);
    using left = openTerminal();
    using right = openTerminal();
    const open = `--server ${server.url} --pin ${server.pin} --token-store file --room team`;
    left.type(`${cliCommand} chat --home ${folder.in('cyd')} ${open}\n`);
    right.type(`${cliCommand} chat --home ${folder.in('ada')} ${open}\n`);
    await left.sees('online');
    await right.sees('ada joined #team');
    left.enter('/remove ada');
    await left.sees('cyd removed ada from #team');
    await right.sees('You were removed from #team by cyd.');
    const printed = await one.run(['history', '--room', 'team', '--json']);
    const last = printed.out.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'member-removed', author: 'cyd', user: 'ada' });
  },
);

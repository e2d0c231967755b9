// One device as a process of its own: sends, follows and records. Its orders are lines on stdin (client-plan.ts).
import { createInterface } from 'node:readline';
import { type ChatClient, createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import { type EventId, generalRoom, isRoomId, limits, type RoomEvent, type RoomSummary } from '@securechat/protocol';
import { ChatDisk } from './chat-disk.ts';
import { ClientDisk, type Unanswered } from './client-disk.ts';
import type { ClientOrder, ClientPlan, ClientReport } from './client-plan.ts';
import { perform } from './deeds.ts';
import { isBelow, type Mark, Recorder } from './history.ts';
import { Observer } from './observer.ts';
import { Random } from './random.ts';
import { rowsOf } from './row.ts';
import { WireWatch } from './wire-watch.ts';

/** Unanswered messages at which sending pauses. */
const maxPending = 400;
/** One of this many messages goes to another room than the general one: a late joiner must find all of that room among the newest. */
const elsewhereOneIn = 15;
const tickMs = 25;
/** How long a deed waits for a connection. */
const deedWaitMs = 2000;

const plan: ClientPlan = JSON.parse(process.argv[2] ?? '{}');
const random = new Random(plan.seed);
const recorder = new Recorder(plan.history);
const disk = plan.kind === 'disk' ? new ClientDisk(`${plan.home}/disk.db`, plan.mutation) : undefined;
const chat = plan.kind === 'chat' ? new ChatDisk(plan.home, plan.mutation, recorder) : undefined;
const stored = disk?.load();
const storedToken = stored?.token ?? chat?.token;
// What a chat has seen is what its cache holds in the end.
const observer = chat
  ? undefined
  : new Observer({ client: plan.client, user: plan.user, recorder, disk: disk, recent: limits.page });
const wire = new WireWatch(plan.client, recorder);
const dialer = nodeDialer({ pin: plan.pin });
const count = { said: 0, acked: 0, pending: 0 };
let clockOffsetMs = 0;
let talking = false;
/** Deeds that are not over. */
let acting = 0;

function report(message: ClientReport): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

const client: ChatClient = createChatClient({
  url: plan.url,
  dialer: wire.watching(observer?.watching(dialer) ?? dialer),
  clock: { ...nodeClock, nowMs: () => nodeClock.nowMs() + clockOffsetMs },
  client: { name: 'torture', version: '0' },
  device: plan.client,
  recent: limits.page,
  ...(storedToken === undefined ? {} : { token: storedToken }),
  ...chat?.options,
  ...(stored?.generation === undefined ? {} : { generation: stored.generation, cursors: stored.cursors }),
});

/** Sends a message and records what becomes of it. */
async function say({ id, room, text }: Unanswered): Promise<void> {
  if (!isRoomId(room)) return;
  count.pending++;
  // A UUID fits the schema.
  const answer = await client.say(room, text, id as EventId);
  count.pending--;
  if (answer.ok) {
    count.acked++;
    recorder.add({ t: 'ack', id, room: answer.value.room, seq: answer.value.seq });
  } else if (answer.error.kind === 'refused') recorder.add({ t: 'nack', id, code: answer.error.refusal.code });
  else recorder.add({ t: 'fail', id });
  disk?.drop(id);
}

function sayNext(): void {
  const rooms = client.getSnapshot().rooms;
  const others = rooms.filter((room) => room !== generalRoom);
  const elsewhere = random.whole(0, elsewhereOneIn) === 0 && others.length > 0;
  const room = elsewhere ? others[random.whole(0, others.length)] : generalRoom;
  if (room === undefined) return;
  const id = nodeClock.newId();
  const more = ['', 'é😀', '\n\t', '@user-1 @user-2', 'x'.repeat(random.whole(1, 300))] as const;
  const text = `${id} ${count.said++} ${random.pick(more)}`;
  recorder.add({ t: 'send', client: plan.client, id, room, user: plan.user, body: text });
  // Stored before it is sent.
  disk?.put({ id, room, text });
  void say({ id, room, text });
  recorder.add({ t: 'queued', id });
}

/** How many messages have no answer: for a chat also those of an earlier life. */
const unanswered = () =>
  chat ? client.getSnapshot().pending.filter((m) => m.refused === undefined).length : count.pending;

let due = 0;
function talk(): void {
  if (!talking) return;
  due = Math.min(due + (plan.perSecond * tickMs) / 1000, maxPending);
  for (; due >= 1; due--) if (unanswered() < maxPending) sayNext();
}

/** Signs up, or logs in if another device has signed up, whatever happens to the server. */
async function signIn(): Promise<string | undefined> {
  const { user, password } = plan;
  for (let tries = 0; tries < 1000; tries++) {
    const logged = await client.logIn({ user, password });
    const session = logged.ok ? logged : await client.signUp({ user, password });
    if (session.ok) return session.value.token;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return undefined;
}

const orders: { readonly [D in ClientOrder['do']]: (order: Extract<ClientOrder, { do: D }>) => Promise<void> } = {
  act: async ({ deed }) => {
    acting++;
    const endMs = performance.now() + deedWaitMs;
    while (client.getSnapshot().link.status !== 'online' && performance.now() < endMs) await pause();
    const what = await perform(client, deed, recorder);
    acting--;
    if (what) report({ is: 'learned', what });
  },
  clock: async ({ offsetMs }) => {
    clockOffsetMs = offsetMs;
  },
  mark: async ({ name }) => {
    if (observer) observer.mark(name);
    else recorder.add({ t: 'mark', name });
    report({ is: 'marked' });
  },
  talk: async () => {
    talking = true;
  },
  drain: async () => {
    talking = false;
    // Without a limit of its own: the runner decides when it has taken too long.
    while (unanswered() + acting > 0) await pause();
    for (const { id, refused } of client.getSnapshot().pending) {
      // The refusal of a message from an earlier life is only shown on the screen.
      if (chat && refused !== undefined) recorder.add({ t: 'nack', id, code: 'refused' });
    }
    await client.flushUserState();
    report({ is: 'drained', marks: Object.fromEntries(wire.marks) });
  },
  finish: async (order) => {
    client.wake();
    const endMs = performance.now() + order.withinMs;
    // The server's word counts: a room that is missing on the screen must not be missing here.
    const mine = await joinedRooms(order, endMs);
    const shown = () => client.getSnapshot().byRoom;
    // Of a room in which nothing has happened since its last start, a client that stores only cursors shows nothing.
    const cursorOf = (id: string) => Math.max(shown()[id]?.cursor ?? -1, stored?.cursors[id]?.seq ?? -1);
    const behind = () => mine.filter(({ id, head }) => cursorOf(id) < head).map(({ id }) => id);
    const marksBehind = () => Object.entries(order.marks).filter(([room, due]) => isBelow(markOf(room) ?? noMark, due));
    while (behind().length + marksBehind().length > 0 && performance.now() < endMs) await pause();
    // What was seen is stored slightly later, or when the client closes; the screen stays as it was.
    await client.close();
    recordEnd(mine, order.marks);
    report({ is: 'finished', behind: behind() });
    process.exit(0);
  },
};

const noMark: Mark = { seq: 0, epoch: -1 };
const markOf = (room: string): Mark | undefined => client.getSnapshot().userState.read.get(room);

function recordEnd(mine: readonly Pick<RoomSummary, 'id' | 'head'>[], marks: Readonly<Record<string, Mark>>): void {
  const { byRoom } = client.getSnapshot();
  observer?.recordStored();
  chat?.recordStored(plan.client, limits.page, recorder);
  for (const { id: room, head } of mine) {
    recorder.add({ t: 'final', client: plan.client, room, upTo: head });
    const message = `${plan.client} does not show ${room}`;
    if (!byRoom[room]) recorder.add({ t: 'trouble', name: 'room-not-shown', message });
  }
  for (const { id: room, timeline } of Object.values(byRoom)) {
    recorder.add({ t: 'screen', client: plan.client, room, rows: [...timeline].flatMap(rowsOf) });
  }
  for (const [room, due] of Object.entries(marks)) {
    recorder.add({ t: 'final-mark', client: plan.client, room, due, shown: markOf(room) });
  }
}

/** The rooms of which the user is a member, and up to where they are due. */
async function joinedRooms(
  { heads, users }: Extract<ClientOrder, { do: 'finish' }>,
  endMs: number,
): Promise<Pick<RoomSummary, 'id' | 'head'>[]> {
  const mine: Pick<RoomSummary, 'id' | 'head'>[] = [];
  for (const name of [...Object.keys(heads), ...users.map((user) => `@${user}`)]) {
    for (;;) {
      const found = await client.findRoom(name);
      if (found.ok && found.value.joined) mine.push({ id: found.value.id, head: heads[name] ?? found.value.head });
      const isKnown = found.ok || (found.error.kind === 'refused' && found.error.refusal.code === 'no_such_room');
      if (isKnown || performance.now() > endMs) break;
      await pause();
    }
  }
  return mine;
}

/** Records the read marks that are shown, as they change. */
function watchMarks(): void {
  let before = client.getSnapshot().userState.read;
  client.subscribe(() => {
    const { read } = client.getSnapshot().userState;
    if (read === before) return;
    for (const [room, { seq, epoch }] of read) {
      const known = before.get(room);
      if (known?.seq === seq && known.epoch === epoch) continue;
      recorder.add({ t: 'read-mark', client: plan.client, room, how: 'shown', mark: { seq, epoch } });
    }
    before = read;
  });
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (client.getSnapshot().link.status === 'waiting') client.wake();
}

function onEvent(event: RoomEvent): void {
  observer?.event(event);
  const { id, room, seq, type, author } = event;
  // The answer to a message of an earlier life arrives as its event.
  if (chat && type === 'message' && author === plan.user) recorder.add({ t: 'ack', id, room, seq });
}

/** In a room of its own: what the chat saw of its rooms is told by its cache. */
function recordRestore(): void {
  const { client: name } = plan;
  recorder.add({
    t: 'jump',
    client: name,
    room: 'told',
    jump: 'restored',
    after: 0,
    head: limits.page,
    recent: limits.page,
  });
}

async function main(): Promise<void> {
  recorder.add({ t: 'client', client: plan.client, user: plan.user });
  client.listen((notice) => {
    if (notice.kind === 'event') onEvent(notice.event);
    else if (notice.kind === 'restored' && chat) recordRestore();
    else if (notice.kind === 'synced') recorder.add({ t: 'synced', client: plan.client, gaps: notice.gaps });
    else if (notice.kind === 'session-ended') report({ is: 'failed', message: notice.message });
    else if (notice.kind === 'link' && notice.link.status === 'refused')
      report({ is: 'failed', message: notice.link.message });
  });
  watchMarks();
  for (const message of stored?.unanswered ?? []) void say(message);
  const welcome = await client.connect();
  if (storedToken === undefined) {
    const token = await signIn();
    if (token === undefined) return report({ is: 'failed', message: 'it could not sign in' });
    // The generation first: a client that is killed in between starts over, with a new session.
    if (welcome.ok) disk?.note('generation', welcome.value.generation);
    disk?.note('token', token);
    if (chat) chat.token = token;
  }
  report({ is: 'ready' });
  talking = true;
  setInterval(talk, tickMs);
  setInterval(() => report({ is: 'status', ...count }), 500);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const order: ClientOrder = JSON.parse(line);
    // The table ties each order to its step; the compiler cannot follow that through an index.
    void (orders[order.do] as (order: ClientOrder) => Promise<void>)(order);
  });
  process.stdin.on('end', () => process.exit(1));
}

await main();

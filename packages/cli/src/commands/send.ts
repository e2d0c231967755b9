import { nodeClock } from '@securechat/client/node';
import { type EventId, eventId, ok, type Result, type RoomId } from '@securechat/protocol';
import * as v from 'valibot';
import { asked, type Opened, withSessionAt } from '../connect.ts';
import { joinOrCreate } from '../create-room.ts';
import type { CommonFlags } from '../env.ts';
import { lostStop, type Stop, stop, stopOf } from '../failure.ts';
import { spoolFolder } from '../kept.ts';
import type { Input } from '../lines.ts';
import { messagesOf } from '../messages.ts';
import { pausesOf } from '../patience.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import { checkMessage, type SendReport, sendLines } from '../send-lines.ts';
import { deliverSpool } from '../send-spool.ts';
import { Spool, type Spooled } from '../spool.ts';
import { resolveAccount, type Target } from '../target.ts';
import { whereFields, whereWords } from '../where.ts';

export type SendFlags = CommonFlags & {
  readonly lines?: boolean;
  readonly split?: boolean;
  readonly strict?: boolean;
  readonly create?: boolean;
  readonly spool?: boolean;
  readonly id?: string;
  /** In milliseconds. */
  readonly timeout: number;
  /** How long to wait for the server, in milliseconds; false with `--no-wait`: neither for it nor for its limits. */
  readonly wait: number | false;
};

// Enough to keep the group commit busy, few enough that an interruption leaves little without an answer.
const unansweredMost = 256;
const progressAfterMs = 1000;

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

/** How a run of messages ends the command. `many`: a number tells which of them was refused. */
export function sendStop(
  { sent, unanswered, end }: SendReport,
  many: boolean,
  url: string,
  waitMs = 0,
): Result<void, Stop> {
  const count = `Sent: ${sent}. Without an answer: ${unanswered}.`;
  switch (end.kind) {
    case 'done':
      return ok(undefined);
    case 'timed_out':
      return stop('timed_out', `No answer came in time. ${count} Those may or may not have arrived.`);
    case 'interrupted':
      return stop('interrupted', `Interrupted. ${count} Those may or may not have arrived.`);
    case 'unreadable':
      return stop('usage', sent > 0 ? `${end.say} Sent before it: ${sent}.` : end.say);
    case 'lost': {
      const { exit, say } = lostStop(end.failure, url, waitMs);
      return stop(exit, unanswered > 0 ? `${say} ${count} Those may or may not have arrived.` : say);
    }
    default: {
      const { exit, say } = stopOf(end.failure, url);
      return stop(exit, many ? `Line ${end.line}: ${say} Stopped there. Sent: ${sent}.` : say);
    }
  }
}

/** Keeps a person at a terminal informed once it takes longer; the returned function ends that. */
function showProgress(run: Run, count: () => number): () => void {
  if (run.flags.json || !run.env.stderr.isTTY) return () => {};
  const timer = setInterval(() => run.out.progress(`sent: ${count()}`), progressAfterMs);
  return () => {
    clearInterval(timer);
    run.out.progress('');
  };
}

const waitOf = ({ wait }: SendFlags): number => (wait === false ? 0 : wait);

/** Joins the room that `--create` names, and creates it first where there is none. */
async function createRoom({ client, target }: Opened, room: RoomId): Promise<Result<void, Stop>> {
  return await asked(joinOrCreate(client, room), target.url);
}

function sayLimit(run: Run, { client }: Opened): void {
  let told = false;
  client.listen((notice) => {
    if (notice.kind !== 'slowed' || told) return;
    told = true;
    run.out.note(
      `The server limits how fast you can send: waiting ${Math.ceil(notice.waitMs / 1000)} s, then sending the rest. Use --no-wait to stop instead.`,
    );
  });
}

/** Delivers what earlier runs left in the spool, and says so. `own`: the ids that this run has put there. */
async function deliver(
  run: Run<SendFlags>,
  opened: Opened,
  spool: Spool,
  own: ReadonlySet<EventId> = new Set(),
): Promise<Result<void, Stop>> {
  const { flags, env, out } = run;
  let earlier = 0;
  let refusal: Stop | undefined;
  const ended = await deliverSpool({
    ...opened,
    spool,
    after: nodeClock.after,
    timeoutMs: flags.timeout,
    interrupted: env.interrupted,
    delivered: ({ room, id }, seq) => {
      if (!own.has(id)) earlier++;
      if (flags.json) out.json({ room, seq, id, ...whereFields(opened.target, opened.session.user) });
    },
    refused: ({ room }, say, file) => {
      refusal = { exit: 'refused', say: `A message for #${room} was refused: ${say} Its text is in ${file}` };
      out.note(`securechat: ${refusal.say}`);
    },
  });
  if (earlier > 0) out.note(`Delivered ${earlier} ${earlier === 1 ? 'message' : 'messages'} spooled earlier.`);
  if (!ended.ok) return ended;
  return refusal === undefined ? ok(undefined) : stop('refused', '');
}

async function sendAll(
  run: Run<SendFlags>,
  room: RoomId,
  { input, many }: { readonly input: AsyncIterable<Input>; readonly many: boolean },
  opened: Opened,
): Promise<Result<void, Stop>> {
  const { client, target, session, lost } = opened;
  const { flags, env, out } = run;
  const id = flags.id === undefined ? undefined : v.parse(eventId, flags.id);
  let sent = 0;
  const hideProgress = showProgress(run, () => sent);
  const report = await sendLines({
    lines: input,
    say: (line) => (id === undefined ? client.say(room, line) : client.say(room, line, id)),
    acked: (said) => {
      sent++;
      if (flags.json) out.json({ room: said.room, seq: said.seq, id: said.id, ...whereFields(target, session.user) });
    },
    after: nodeClock.after,
    timeoutMs: flags.timeout,
    pauses: pausesOf(client),
    window: unansweredMost,
    interrupted: env.interrupted,
    lost,
    mayBeSplit: flags.split !== true && flags.id === undefined,
  });
  hideProgress();
  // A script is told by --json; a person at a terminal should see when a message went elsewhere than they thought.
  if (sent > 0 && target.ambiguous && !flags.json && env.stderr.isTTY) {
    out.note(`Sent to #${room}${whereWords(target, session.user)}.`);
  }
  return sendStop(report, many, target.url, waitOf(flags));
}

/** Puts all messages of an input into the spool, or none where one of them can never be sent; the ids they have there. */
async function fillSpool(
  { flags, env }: Run<SendFlags>,
  spool: Spool,
  room: RoomId,
  input: AsyncIterable<Input>,
): Promise<Result<ReadonlySet<EventId>, Stop>> {
  const messages: Spooled[] = [];
  for await (const line of input) {
    if (!('text' in line)) return stop('usage', line.problem);
    // Nothing to add: what waits from earlier is delivered all the same.
    if (line.text === '' && messages.length === 0) continue;
    const checked = checkMessage(line.text, flags.split !== true);
    if (!checked.ok) {
      const { exit, say } = stopOf(checked.error, '');
      return stop(exit, flags.lines ? `Line ${line.number}: ${say} Nothing was spooled.` : say);
    }
    const id = flags.id === undefined ? (nodeClock.newId() as EventId) : v.parse(eventId, flags.id);
    messages.push({ id, room, text: line.text, atMs: env.nowMs(), ...(flags.create ? { create: true } : {}) });
  }
  for (const message of messages) {
    const added = spool.add(message);
    if (!added.ok) return added;
  }
  return ok(new Set(messages.map(({ id }) => id)));
}

const putOff = new Set<Stop['exit']>(['unreachable', 'timed_out', 'slow_down', 'interrupted']);

/** Keeps the messages on disk first and delivers them then, so that none is lost whatever happens in between. */
async function sendSpooled(
  run: Run<SendFlags>,
  target: Target,
  room: RoomId,
  input: AsyncIterable<Input>,
): Promise<Result<void, Stop>> {
  const spool = new Spool(spoolFolder(target));
  const own = await fillSpool(run, spool, room, input);
  if (!own.ok) return own;
  const options = { follow: false, waitOutSlowDown: run.flags.wait !== false, waitMs: waitOf(run.flags) };
  const ended = await withSessionAt(run, target, options, async (opened) => {
    sayLimit(run, opened);
    return await deliver(run, opened, spool, own.value);
  });
  const waiting = ended.ok ? 0 : spool.list().length;
  if (ended.ok || waiting === 0 || ended.error.say === '') return ended;
  const what = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} in ${spool.folder}`;
  const say = `${ended.error.say} ${what} and will be delivered by the next securechat send.`;
  if (!putOff.has(ended.error.exit)) return stop(ended.error.exit, say);
  run.out.note(`securechat: ${say}`);
  return ok(undefined);
}

function checkFlags({ id, lines, split }: SendFlags): Result<void, Stop> {
  if (id === undefined) return ok(undefined);
  if (lines || split) return stop('usage', '--id names one message. It cannot be used with --lines or --split.');
  if (!v.is(eventId, id)) return stop('usage', '--id must be 1 to 64 letters, digits, _ . : or -.');
  return ok(undefined);
}

/** Sends TEXT, or all of stdin, as one message or several; done once the server has them on disk. */
export async function send(run: Run<SendFlags>, text: string | undefined): Promise<Result<void, Stop>> {
  const { flags, env, out } = run;
  const room = roomOf(flags);
  if (!room.ok) return room;
  const checked = checkFlags(flags);
  if (!checked.ok) return checked;
  const { lines = false, split = false, strict = false } = flags;
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  if (text === undefined && env.stdin.isTTY) out.note('Type the message, then press Ctrl-D to send it.');
  const input = messagesOf(text === undefined ? env.stdin : one(text), { lines, split, strict });
  if (flags.spool) return await sendSpooled(run, target.value, room.value, input);
  const options = { follow: false, waitOutSlowDown: flags.wait !== false, waitMs: waitOf(flags) };
  return await withSessionAt(run, target.value, options, async (opened) => {
    const created = flags.create ? await createRoom(opened, room.value) : ok(undefined);
    if (!created.ok) return created;
    sayLimit(run, opened);
    const spool = new Spool(spoolFolder(opened.target));
    const earlier = spool.list().length > 0 ? await deliver(run, opened, spool) : ok(undefined);
    if (!earlier.ok && earlier.error.exit !== 'refused') return earlier;
    return await sendAll(run, room.value, { input, many: lines || split }, opened);
  });
}

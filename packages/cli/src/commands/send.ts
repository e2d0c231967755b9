import { nodeClock } from '@securechat/client/node';
import { eventId, isBlank, ok, type Result, type RoomId } from '@securechat/protocol';
import * as v from 'valibot';
import { type Opened, withSession } from '../connect.ts';
import type { CommonFlags } from '../env.ts';
import { type Stop, stop, stopOf } from '../failure.ts';
import { type Line, readLines, readWhole } from '../lines.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import { type SendReport, sendLines } from '../send-lines.ts';
import { whereFields, whereWords } from '../where.ts';

export type SendFlags = CommonFlags & {
  readonly raw?: boolean;
  readonly id?: string;
  readonly timeout: number;
  /** False with `--no-wait`. */
  readonly wait: boolean;
};

// Enough to keep the group commit busy, few enough that an interruption leaves little without an answer.
const unansweredMost = 256;
const progressAfterMs = 1000;

async function* one(text: string): AsyncGenerator<Line> {
  yield { number: 1, text };
}

/** How a run of messages ends the command. */
export function sendStop({ sent, unanswered, end }: SendReport, many: boolean, url: string): Result<void, Stop> {
  const count = `Sent: ${sent}. Without an answer: ${unanswered}.`;
  switch (end.kind) {
    case 'done':
      return ok(undefined);
    case 'timed_out':
      return stop('timed_out', `No answer came in time. ${count} Those may or may not have arrived.`);
    case 'interrupted':
      return stop('interrupted', `Interrupted. ${count} Those may or may not have arrived.`);
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

async function sendAll(
  run: Run<SendFlags>,
  room: RoomId,
  text: string | undefined,
  { client, target, session }: Opened,
): Promise<Result<void, Stop>> {
  const { flags, env, out } = run;
  const single = text !== undefined || flags.raw === true;
  const id = flags.id === undefined ? undefined : v.parse(eventId, flags.id);
  let sent = 0;
  const hideProgress = showProgress(run, () => sent);
  let told = false;
  client.listen((notice) => {
    if (notice.kind !== 'slowed' || told) return;
    told = true;
    out.note(
      `The server limits how fast you can send: waiting ${Math.ceil(notice.waitMs / 1000)} s, then sending the rest. Use --no-wait to stop instead.`,
    );
  });
  const report = await sendLines({
    lines: text !== undefined ? one(text) : flags.raw ? readWhole(env.stdin) : readLines(env.stdin),
    say: (line) => (id === undefined ? client.say(room, line) : client.say(room, line, id)),
    acked: (said) => {
      sent++;
      if (flags.json) out.json({ room: said.room, seq: said.seq, id: said.id, ...whereFields(target, session.user) });
    },
    after: nodeClock.after,
    timeoutMs: flags.timeout * 1000,
    window: unansweredMost,
    interrupted: env.interrupted,
  });
  hideProgress();
  // A script is told by --json; a person at a terminal should see when a message went elsewhere than they thought.
  if (sent > 0 && target.ambiguous && !flags.json && env.stderr.isTTY) {
    out.note(`Sent to #${room}${whereWords(target, session.user)}.`);
  }
  return sendStop(report, !single, target.url);
}

/** Sends a message, or each line of stdin as one; done once the server has them on disk. */
export async function send(run: Run<SendFlags>, text: string | undefined): Promise<Result<void, Stop>> {
  const { flags } = run;
  const room = roomOf(flags);
  if (!room.ok) return room;
  if (text !== undefined && isBlank(text)) return stop('usage', 'Nothing to send: the text is empty.');
  if (flags.id !== undefined) {
    if (text === undefined && !flags.raw) return stop('usage', '--id names one message: give a TEXT, or --raw.');
    if (!v.is(eventId, flags.id)) return stop('usage', '--id is 1 to 64 of letters, digits, _ . : and -.');
  }
  return await withSession(run, { follow: false, waitOutSlowDown: flags.wait }, (opened) =>
    sendAll(run, room.value, text, opened),
  );
}

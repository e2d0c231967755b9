import { type Cache, type ChatClient, type Notice, saySync } from '@securechat/client';
import { ok, type Result, type RoomId, type Seq } from '@securechat/protocol';
import { serverName } from '../config/server-url.ts';
import { asked, withSessionAt } from '../connect.ts';
import type { CommonFlags } from '../env.ts';
import { clockTime, printEvent } from '../event-line.ts';
import { dialStop, type Stop, sayRefusal, stop } from '../failure.ts';
import { openTailKept } from '../kept.ts';
import { PlaceKept } from '../place-kept.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import { resolveAccount, type Target } from '../target.ts';
import { clean, cleanLine } from '../tui/text/clean.ts';

export type TailFlags = CommonFlags & {
  readonly since?: number;
  readonly count?: number;
  /** True without a name. */
  readonly resume?: boolean | string;
};

/** Prints what is heard of a room and tells of what has been; `ended` resolves when the command is over. */
function follow(run: Run<TailFlags>, room: RoomId, printed: (seq: Seq) => void) {
  const { flags, out, env } = run;
  let left = flags.count ?? Number.POSITIVE_INFINITY;
  let wasOnline = false;
  let finish: (end: Result<void, Stop>) => void = () => {};
  const ended = new Promise<Result<void, Stop>>((resolve) => {
    finish = resolve;
  });
  const interrupt = () => finish(stop('interrupted', ''));
  if (env.interrupted.aborted) interrupt();
  env.interrupted.addEventListener('abort', interrupt);
  const hear = (notice: Notice) => {
    if (left <= 0) return;
    if (notice.kind === 'event' && notice.event.room === room) {
      const { event } = notice;
      printEvent(event, out, flags.json, () => printed(event.seq));
      if (--left <= 0) finish(ok(undefined));
    } else if (notice.kind === 'presence' && notice.room === room && !flags.json) {
      out.line(out.dim(`${clockTime(notice.at)} ${clean(notice.user)} ${notice.online ? 'joined' : 'left'} the chat`));
    } else if (notice.kind === 'session_ended') finish(stop('not_signed_in', cleanLine(notice.say)));
    else if (notice.kind === 'link' && notice.link.at === 'refused') {
      finish(stop('refused', cleanLine(notice.link.say)));
    } else if (notice.kind === 'restored' && notice.room === room) {
      out.note(
        `#${room}: the server has another history than before, perhaps a restored backup. Going on with its newest.`,
      );
    } else if (notice.kind === 'not_kept') {
      finish(
        stop(
          'unexpected',
          `The place reached cannot be kept (${cleanLine(notice.detail)}). Check the disk; nothing was skipped.`,
        ),
      );
    } else if (notice.kind === 'synced' && !flags.json) {
      // Only after an interruption: that nothing is missing is worth a line then, and noise at the start.
      if (wasOnline) out.note(['reconnected', saySync(notice)].filter(Boolean).join(' · '));
      wasOnline = true;
    }
  };
  return { hear, ended, fail: (end: Stop) => finish({ ok: false, error: end }) };
}

/** Prints what happens in a room over interruptions, until it has printed enough or is interrupted. */
async function print(run: Run<TailFlags>, target: Target, room: RoomId, kept?: Cache): Promise<Result<void, Stop>> {
  const place = kept && new PlaceKept(kept, room);
  const { hear, ended, fail } = follow(run, room, (seq) => place?.printed(seq));
  const { since } = run.flags;
  const options = {
    // Without a cursor: from the newest event on, with none of the past.
    recent: 0,
    ...(since === undefined ? {} : { cursors: { [room]: since } }),
    ...(place ? { cache: place.cache } : {}),
    prepare: (client: ChatClient, url: string) => {
      client.listen((notice) => {
        if (notice.kind === 'link' && notice.link.at === 'refused' && notice.dial) fail(dialStop(notice.dial, url));
        else hear(notice);
      });
    },
  };
  return await withSessionAt(run, target, options, async ({ client }) => {
    const synced = await asked(client.synced(), target.url);
    if (!synced.ok) return synced;
    if (client.getSnapshot().byRoom[room] === undefined) {
      return stop('refused', `${sayRefusal({ code: 'not_a_member' })} (#${room} at ${serverName(target.url)})`);
    }
    return await ended;
  });
}

/** Prints what happens in a room from now on; with `--resume` from where the last one ended. */
export async function tail(run: Run<TailFlags>): Promise<Result<void, Stop>> {
  const room = roomOf(run.flags);
  if (!room.ok) return room;
  const { count, resume } = run.flags;
  if (count === 0) return ok(undefined);
  const name = typeof resume === 'string' ? resume : '';
  if (!/^[a-z0-9_-]{0,32}$/.test(name))
    return stop('usage', 'The name behind --resume is up to 32 of a-z 0-9 _ and -.');
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  if (resume === undefined) return await print(run, target.value, room.value);
  const kept = await openTailKept(target.value, room.value, name);
  if (!kept.ok) return stop('usage', kept.error);
  try {
    // A line leaves before its place is kept: a crash in between prints it again, and never skips one.
    return await print(run, target.value, room.value, kept.value.cache);
  } finally {
    await run.out.flushed();
    kept.value.close();
  }
}

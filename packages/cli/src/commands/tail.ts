import { type Cache, type ChatClient, type CursorPosition, entryOf, type Notice, roomOf } from '@securechat/client';
import { beginningSentence, type NamedRoom, presenceSentence, roomLabel, syncText } from '@securechat/client/present';
import { generalRoom, ok, type Result, type RoomId, type RoomName, type Seq } from '@securechat/protocol';
import { asked, type Opened, withSessionAt } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import { roomNames } from '../accounts/room-names.ts';
import { resolveAccount, type Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoom, type RoomHandle } from '../cli-args/room-flag.ts';
import { openTailStore } from '../local-data/local-store.ts';
import { PrintedCursors } from '../local-data/printed-cursors.ts';
import {
  type CommandError,
  commandError,
  dialError,
  sayRefusal,
  sessionEndedError,
  unreachableError,
} from '../output/command-error.ts';
import { eventPrinter } from '../output/event-line.ts';
import type { CommonFlags } from '../process/env.ts';
import { cleanLine } from '../text/clean.ts';
import { clockTime } from '../text/date-format.ts';
import { serverName } from '../text/server-url.ts';

export type TailFlags = Omit<CommonFlags, 'room'> & {
  /** `--room`, which may be repeated. */
  readonly room?: readonly string[];
  readonly all?: boolean;
  readonly since?: number;
  readonly count?: number;
  readonly full?: boolean;
  /** True if no name is given. */
  readonly resume?: boolean | string;
  /** Maximum length of an interruption, in milliseconds; false with `--no-wait`. */
  readonly wait: number | false;
};

/** The rooms to follow; undefined: all of the user's rooms, including those joined later. */
type Rooms = readonly NamedRoom[] | undefined;
type RoomNames = readonly RoomHandle[] | undefined;

const waitOf = ({ wait }: TailFlags): number => (wait === false ? 0 : wait);

/** Prints presence once, though it arrives for each shared room. */
function presencePrinter({ out, flags }: CommandContext<TailFlags & CommonFlags>) {
  let last = '';
  return (notice: Extract<Notice, { kind: 'presence' }>) => {
    const { user, online, at } = notice;
    const key = `${user} ${online} ${at}`;
    if (flags.json || key === last) return;
    last = key;
    out.line(out.dim(`${clockTime(at, '24h')} ${presenceSentence(notice)}`));
  };
}

/** Prints events as they arrive; `ended` resolves when the command is done. */
function follow(
  run: CommandContext<TailFlags & CommonFlags>,
  target: Target,
  rooms: Rooms,
  roomOf: (room: RoomId) => NamedRoom,
  printed: (room: RoomId, seq: Seq) => void,
) {
  const { flags, out, env } = run;
  const { full = false } = flags;
  const print = eventPrinter(out, flags.json, env.nowMs(), { roomOf, withRoom: rooms?.length !== 1, full, at: target });
  const printPresence = presencePrinter(run);
  const isFollowed = (room: RoomId) => rooms === undefined || rooms.some(({ id }) => id === room);
  let left = flags.count ?? Number.POSITIVE_INFINITY;
  let wasOnline = false;
  let printedAny = false;
  let finish: (end: Result<void, CommandError>) => void = () => {};
  const ended = new Promise<Result<void, CommandError>>((resolve) => {
    finish = resolve;
  });
  const interrupt = () => finish(commandError('interrupted', ''));
  if (env.interrupted.aborted) interrupt();
  env.interrupted.addEventListener('abort', interrupt);
  const onNotice = (notice: Notice) => {
    if (left <= 0) return;
    if (notice.kind === 'event') {
      const { event } = notice;
      if (!isFollowed(event.room)) return;
      printedAny = true;
      print(event, () => printed(event.room, event.seq));
      if (--left <= 0) finish(ok(undefined));
    } else if (notice.kind === 'presence') {
      if (isFollowed(notice.room)) printPresence(notice);
    } else if (notice.kind === 'session-ended') finish({ ok: false, error: sessionEndedError(notice.message, target) });
    else if (notice.kind === 'link' && notice.link.status === 'refused') {
      finish(commandError('refused', cleanLine(notice.link.message)));
    } else if (notice.kind === 'restored' && isFollowed(notice.room)) {
      out.note(
        `${roomLabel(roomOf(notice.room))}: the server's history has changed, perhaps by a restored backup. Continuing with the newest.`,
      );
    } else if (notice.kind === 'persist-failed') {
      const why = cleanLine(notice.detail);
      finish(
        commandError(
          'unexpected',
          `Cannot save the position in the rooms (${why}). Check the disk; nothing was skipped.`,
        ),
      );
    } else if (notice.kind === 'synced' && !flags.json) {
      // Only after an interruption: before that, "nothing is missing" would be noise.
      if (wasOnline) out.note(['reconnected', syncText(notice)].filter(Boolean).join(' · '));
      wasOnline = true;
    }
  };
  const fail = (end: CommandError) => finish({ ok: false, error: end });
  return { onNotice, ended, fail, hasPrinted: () => printedAny };
}

/** An error if one of the rooms cannot be followed. */
function missing({ client, target }: Opened, rooms: Rooms): Result<void, CommandError> {
  const { byRoom } = client.getSnapshot();
  const room = rooms?.find(({ id }) => byRoom[id] === undefined);
  if (room === undefined) return ok(undefined);
  return commandError(
    'refused',
    `${sayRefusal({ code: 'not_a_member' })} (${roomLabel(room)} at ${serverName(target.url)})`,
  );
}

/** Why a room shows nothing, if it has no messages for this user. */
async function whyEmpty({ client, session }: Opened, { id, ...room }: NamedRoom): Promise<string | undefined> {
  const newest = await client.history({ room: id, limit: 50 });
  if (!newest.ok) return undefined;
  const { events, more } = newest.value;
  const timeline = events.map(entryOf);
  const { history } = roomOf(client.getSnapshot(), id);
  if (timeline.some(({ kind }) => kind === 'message')) return undefined;
  return beginningSentence(
    { ...room, history, timeline, cursor: events.at(-1)?.seq ?? 0, atStart: !more },
    session.user,
  );
}

/** At a terminal with nothing printed yet, explains that the command is waiting for messages. */
async function sayWaits(
  { env, out }: CommandContext,
  opened: Opened,
  rooms: Rooms,
  hasPrinted: () => boolean,
): Promise<void> {
  if (!env.stderr.isTTY || hasPrinted()) return;
  const [room, ...more] = rooms ?? [];
  const why = room === undefined || more.length > 0 ? undefined : await whyEmpty(opened, room);
  // A message may have arrived during the request.
  if (hasPrinted()) return;
  const where = rooms === undefined ? 'your rooms' : rooms.map(roomLabel).join(', ');
  out.note(
    room === undefined || why === undefined
      ? `Waiting for new messages in ${where}. Press Ctrl-C to stop.`
      : `${roomLabel(room)}: ${why} Waiting for new ones; press Ctrl-C to stop.`,
  );
}

/** What is printed, and the position to begin at with `--since`. */
type Start = { readonly rooms: Rooms; readonly cursors?: Readonly<Record<string, CursorPosition>> };

/** The newest event up to `since` that the user can read: what comes after it is what comes after `since`. */
async function cursorAt(
  { client, target }: Opened,
  room: RoomId,
  since: Seq,
): Promise<Result<Start['cursors'], CommandError>> {
  if (since === 0) return ok({ [room]: { seq: 0 } });
  const page = await asked(client.log({ room, before: since + 1, limit: 1 }), target);
  if (!page.ok) return page;
  const [event] = page.value.events;
  return ok({ [room]: event ? { seq: event.seq, id: event.id } : { seq: 0 } });
}

/** The rooms of these names. Their ids have to be asked for before the chat is followed, except that of #general. */
async function findStart(
  run: CommandContext<TailFlags & CommonFlags>,
  target: Target,
  names: RoomNames,
): Promise<Result<Start, CommandError>> {
  if (names === undefined) return ok({ rooms: undefined });
  const { since } = run.flags;
  const general = names.filter((name): name is RoomName => (name as string) === generalRoom);
  if (general.length === names.length && since === undefined) {
    return ok({ rooms: general.map((name) => ({ id: generalRoom, name })) });
  }
  return await withSessionAt(run, target, { follow: false, waitMs: waitOf(run.flags) }, async (opened) => {
    const rooms: NamedRoom[] = [];
    for (const name of names) {
      const found = await findRoom(opened, name);
      if (!found.ok) return found;
      rooms.push(found.value);
    }
    const [first] = rooms;
    if (since === undefined || first === undefined) return ok({ rooms });
    const cursors = await cursorAt(opened, first.id, since);
    return cursors.ok ? ok({ rooms, ...(cursors.value && { cursors: cursors.value }) }) : cursors;
  });
}

/** Prints events across interruptions, until enough are printed or the user interrupts. */
async function print(
  run: CommandContext<TailFlags & CommonFlags>,
  target: Target,
  names: RoomNames,
  kept?: Cache,
): Promise<Result<void, CommandError>> {
  const found = await findStart(run, target, names);
  if (!found.ok) return found;
  const { rooms, cursors } = found.value;
  const { follow: readNames, roomOf } = roomNames(rooms);
  const place = kept && new PrintedCursors(kept, (room) => rooms === undefined || rooms.some(({ id }) => id === room));
  const printed = (room: RoomId, seq: Seq) => place?.printed(room, seq);
  const { onNotice, ended, fail, hasPrinted } = follow(run, target, rooms, roomOf, printed);
  const waitMs = waitOf(run.flags);
  const options = {
    // Without a cursor printing starts at the newest event, without history.
    recent: 0,
    ...(cursors && { cursors }),
    ...(place ? { cache: place.cache } : {}),
    waitMs,
    prepare: (client: ChatClient, url: string) => {
      readNames(client);
      // Nobody need be there to read what it prints.
      client.setIdle(true);
      client.listen((notice) => {
        if (notice.kind === 'link' && notice.link.status === 'refused' && notice.dial)
          fail(dialError(notice.dial, url));
        else onNotice(notice);
      });
    },
  };
  return await withSessionAt(run, target, options, async (opened) => {
    void opened.lost.then((failure) => fail(unreachableError(failure, target, waitMs)));
    const synced = await Promise.race([asked(opened.client.synced(), target), ended]);
    if (!synced.ok) return synced;
    for (const room of opened.client.getSnapshot().rooms) roomOf(room);
    const there = missing(opened, rooms);
    if (!there.ok) return there;
    void sayWaits(run, opened, rooms, hasPrinted);
    return await ended;
  });
}

/** The rooms that the flags name, without duplicates. */
function roomsOf({ room = [], all, since }: TailFlags): Result<RoomNames, CommandError> {
  if (all && room.length > 0) return commandError('usage', '--all and --room cannot be used together.');
  const rooms: RoomHandle[] = [];
  for (const name of room.length === 0 ? [generalRoom] : room) {
    const parsed = parseRoom(name);
    if (!parsed.ok) return parsed;
    if (!rooms.includes(parsed.value)) rooms.push(parsed.value);
  }
  if (since !== undefined && (all || rooms.length > 1)) {
    return commandError('usage', '--since can only be used with a single --room.');
  }
  return ok(all ? undefined : rooms);
}

/** Prints events from now on; with `--resume`, from where the last run ended. */
export async function tail(run: CommandContext<TailFlags & CommonFlags>): Promise<Result<void, CommandError>> {
  const rooms = roomsOf(run.flags);
  if (!rooms.ok) return rooms;
  const { count, resume } = run.flags;
  if (count === 0) return ok(undefined);
  const name = typeof resume === 'string' ? resume : '';
  if (!/^[a-z0-9_-]{0,32}$/.test(name))
    return commandError('usage', 'A --resume name has up to 32 characters: a-z, 0-9, _ and -.');
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  if (resume === undefined) return await print(run, target.value, rooms.value);
  const kept = await openTailStore(target.value, rooms.value, name);
  if (!kept.ok) return commandError('usage', kept.error);
  try {
    // A line is written before its position is saved: a crash in between repeats it, but never skips one.
    return await print(run, target.value, rooms.value, kept.value.cache);
  } finally {
    await run.out.flushed();
    kept.value.close();
  }
}

import { nodeClock } from '@securechat/client/node';
import { type NamedRoom, roomHandle, roomLabel } from '@securechat/client/present';
import { eventId, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { asked, type Opened, withSessionAt } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import { resolveAccount } from '../accounts/target.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { isDirect, parseUser, type RoomHandle, roomOf } from '../cli-args/room-flag.ts';
import { spoolFolder } from '../local-data/local-store.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { joinOrCreate } from '../sending/create-room.ts';
import { messagesOf } from '../sending/messages.ts';
import { pausesOf } from '../sending/patience.ts';
import { sendError } from '../sending/send-error.ts';
import { type SendFlags, sayLimit, waitOf } from '../sending/send-flags.ts';
import { sendLines } from '../sending/send-lines.ts';
import { deliver, sendSpooled } from '../sending/send-spooled.ts';
import { Spool, sayRefusedFiles } from '../sending/spool.ts';
import type { Input } from '../text/read-lines.ts';

// Enough to keep the server's group commit busy, few enough that an interruption leaves little unconfirmed.
const maxUnanswered = 256;
const progressAfterMs = 1000;

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

/** Shows progress at a terminal if sending takes longer; the returned function removes it. */
function showProgress(run: CommandContext, count: () => number): () => void {
  if (run.flags.json || !run.env.stderr.isTTY) return () => {};
  const timer = setInterval(() => run.out.progress(`sent: ${count()}`), progressAfterMs);
  return () => {
    clearInterval(timer);
    run.out.progress('');
  };
}

/** The room to send to. `create` joins it, and creates it if it does not exist; a direct room always is. */
async function roomFor(opened: Opened, handle: RoomHandle, create = false): Promise<Result<NamedRoom, CommandError>> {
  const { client, target } = opened;
  if (isDirect(handle)) return await asked(client.openDirect(handle), target);
  return create ? await asked(joinOrCreate(client, handle), target) : await findRoom(opened, handle);
}

/** The room that the flags name: `--to`, `--room`, or general. */
function placeOf({ to, room, create }: SendFlags): Result<RoomHandle, CommandError> {
  if (to !== undefined && room !== undefined) return commandError('usage', '--to and --room cannot be used together.');
  const handle = to === undefined ? roomOf({ ...(room === undefined ? {} : { room }) }) : parseUser(to);
  if (!handle.ok || !isDirect(handle.value) || !create) return handle;
  return commandError('usage', '--create is for rooms. A direct message needs no room to be created.');
}

async function sendAll(
  run: CommandContext<SendFlags>,
  room: NamedRoom,
  { input, many }: { readonly input: AsyncIterable<Input>; readonly many: boolean },
  opened: Opened,
): Promise<Result<void, CommandError>> {
  const { client, target, session, lost } = opened;
  const { flags, env, out } = run;
  const id = flags.id === undefined ? undefined : v.parse(eventId, flags.id);
  let sent = 0;
  const hideProgress = showProgress(run, () => sent);
  const report = await sendLines({
    lines: input,
    say: (line) => (id === undefined ? client.say(room.id, line) : client.say(room.id, line, id)),
    acked: (said) => {
      sent++;
      if (flags.json)
        out.json({
          room: said.room,
          roomName: roomHandle(room),
          seq: said.seq,
          id: said.id,
          ...whereFields(target, session.user),
        });
    },
    after: nodeClock.after,
    timeoutMs: flags.timeout,
    pauses: pausesOf(client),
    window: maxUnanswered,
    interrupted: env.interrupted,
    lost,
    mayBeSplit: flags.split !== true && flags.id === undefined,
  });
  hideProgress();
  // With several accounts, a person should see which one was used; a script has it in the JSON.
  if (sent > 0 && target.ambiguous && !flags.json && env.stderr.isTTY) {
    out.note(`Sent to ${roomLabel(room)}${whereWords(target, session.user)}.`);
  }
  return sendError(report, many, target, waitOf(flags));
}

function checkFlags({ id, lines, split }: SendFlags): Result<void, CommandError> {
  if (id === undefined) return ok(undefined);
  if (lines || split)
    return commandError('usage', '--id is for a single message. It cannot be used with --lines or --split.');
  if (!v.is(eventId, id)) return commandError('usage', '--id must be 1 to 64 letters, digits, _ . : or -.');
  return ok(undefined);
}

/** Sends TEXT, or all of stdin, as one message or several; returns once the server has stored them. */
export async function send(
  run: CommandContext<SendFlags>,
  text: string | undefined,
): Promise<Result<void, CommandError>> {
  const { flags, env, out } = run;
  const name = placeOf(flags);
  if (!name.ok) return name;
  const checked = checkFlags(flags);
  if (!checked.ok) return checked;
  const { lines = false, split = false, strict = false } = flags;
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  if (text === undefined && env.stdin.isTTY) out.note('Type the message, then press Ctrl-D to send it.');
  // A pipe is data from a program; anything else was typed by a person, for whom a leading slash is a command.
  const typed = text !== undefined || env.stdin.isTTY === true;
  const input = messagesOf(text === undefined ? env.stdin : one(text), { lines, split, strict, typed });
  const refused = sayRefusedFiles(new Spool(spoolFolder(target.value)));
  if (refused !== undefined) out.note(`securechat: ${refused}`);
  if (flags.spool) return await sendSpooled(run, target.value, name.value, input);
  const options = { follow: false, waitOutSlowDown: flags.wait !== false, waitMs: waitOf(flags) };
  return await withSessionAt(run, target.value, options, async (opened) => {
    const room = await roomFor(opened, name.value, flags.create);
    if (!room.ok) return room;
    sayLimit(run, opened);
    const spool = new Spool(spoolFolder(opened.target));
    const earlier = spool.list().length > 0 ? await deliver(run, opened, spool) : ok(undefined);
    if (!earlier.ok && earlier.error.exit !== 'refused') return earlier;
    return await sendAll(run, room.value, { input, many: lines || split }, opened);
  });
}

import { Readable } from 'node:stream';
import { nodeClock } from '@securechat/client/node';
import { type NamedRoom, roomHandle } from '@securechat/client/present';
import { type Change, err, eventId, ok, type Result, type Seq } from '@securechat/protocol';
import * as v from 'valibot';
import { type Opened, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import { whereFields } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import { type CommandError, commandError, commandErrorOf } from '../output/command-error.ts';
import { messagesOf } from '../sending/messages.ts';
import { Patience, pausesOf } from '../sending/patience.ts';
import { sendError } from '../sending/send-error.ts';
import { type SendFlags, sayLimit, waitOf } from '../sending/send-flags.ts';
import { checkMessage, type SendReport } from '../sending/send-lines.ts';

type ChangeFlags = Pick<SendFlags, 'id' | 'strict' | 'timeout' | 'wait'> & CommandContext['flags'];
export type EditFlags = ChangeFlags & { readonly ifRev?: Seq };
export type DeleteMessageFlags = ChangeFlags & { readonly reason?: string };
type Done = Promise<Result<void, CommandError>>;

/** The number of a message, as it was typed. */
function parseSeq(typed: string): Result<Seq, CommandError> {
  const seq = Number(typed);
  if (/^[1-9]\d*$/.test(typed) && Number.isSafeInteger(seq)) return ok(seq);
  const where = 'It is seq in the output of send --json and history --json.';
  return commandError('usage', `Invalid message number "${typed}". ${where}`);
}

/** Waits until the server has stored or refused a change, as `send` does for a message. */
async function change(
  { flags, env }: CommandContext<ChangeFlags>,
  { client, lost }: Opened,
  room: NamedRoom,
  wanted: Change,
): Promise<{ readonly seq?: Seq; readonly id?: string; readonly end: SendReport['end'] }> {
  const given = flags.id === undefined ? undefined : v.parse(eventId, flags.id);
  const stopped = Promise.withResolvers<{ readonly end: SendReport['end'] }>();
  const patience = new Patience({
    after: nodeClock.after,
    timeoutMs: flags.timeout,
    pauses: pausesOf(client),
    over: () => stopped.resolve({ end: { kind: 'timed-out' } }),
  });
  patience.restart(true);
  const interrupt = () => stopped.resolve({ end: { kind: 'interrupted' } });
  if (env.interrupted.aborted) interrupt();
  env.interrupted.addEventListener('abort', interrupt, { once: true });
  void lost.then((failure) => stopped.resolve({ end: { kind: 'lost', failure } }));
  const answer = client
    .change(room.id, wanted, given)
    .then((said) =>
      said.ok
        ? { seq: said.value.seq, id: said.value.id, end: { kind: 'done' as const } }
        : { end: { kind: 'failed' as const, line: 1, failure: said.error } },
    );
  const ended = await Promise.race([answer, stopped.promise]);
  patience.end();
  env.interrupted.removeEventListener('abort', interrupt);
  return ended;
}

/** Changes a message of the room that the flags name, and prints the change as JSON. */
async function changeIn(run: CommandContext<ChangeFlags>, typed: string, wanted: (target: Seq) => Change): Done {
  const { flags, out } = run;
  const target = parseSeq(typed);
  if (!target.ok) return target;
  const handle = roomOf(flags);
  if (!handle.ok) return handle;
  if (flags.id !== undefined && !v.is(eventId, flags.id)) {
    return commandError('usage', '--id must be 1 to 64 letters, digits, _ . : or -.');
  }
  const options = { follow: false, waitOutSlowDown: flags.wait !== false, waitMs: waitOf(flags) };
  return await withSession(run, options, async (opened) => {
    const room = await findRoom(opened, handle.value);
    if (!room.ok) return room;
    sayLimit(run, opened);
    const { seq, id, end } = await change(run, opened, room.value, wanted(target.value));
    if (seq !== undefined && flags.json) {
      const place = { room: room.value.id, roomName: roomHandle(room.value), seq, id, target: target.value };
      out.json({ ...place, ...whereFields(opened.target, opened.session.user) });
    }
    return sendError({ sent: seq === undefined ? 0 : 1, unanswered: 1, end }, false, opened.target, waitOf(flags));
  });
}

/** The new text: TEXT, or all of stdin. */
async function textFor(
  run: CommandContext<EditFlags>,
  given: string | undefined,
): Promise<Result<string, CommandError>> {
  const { env, out, flags } = run;
  const typed = given !== undefined || env.stdin.isTTY === true;
  if (given === undefined && env.stdin.isTTY) out.note('Type the new text, then press Ctrl-D to save it.');
  const input = given === undefined ? env.stdin : Readable.from([given]);
  const messages = messagesOf(input, { lines: false, split: false, strict: flags.strict ?? false, typed });
  const interrupted = Promise.withResolvers<undefined>();
  if (env.interrupted.aborted) interrupted.resolve(undefined);
  env.interrupted.addEventListener('abort', () => interrupted.resolve(undefined), { once: true });
  const read = await Promise.race([messages.next(), interrupted.promise]);
  if (!read) return commandError('interrupted', 'Interrupted. Nothing was changed.');
  if (read.done) return commandError('usage', 'There is no text.');
  return 'text' in read.value ? ok(read.value.text) : commandError('usage', read.value.problem);
}

/** Changes the text of one's own message; returns once the server has stored it. */
export async function editMessage(run: CommandContext<EditFlags>, seq: string, text: string | undefined): Done {
  const target = parseSeq(seq);
  if (!target.ok) return target;
  const read = await textFor(run, text);
  if (!read.ok) return read;
  const checked = checkMessage(read.value);
  // Nothing of it depends on the server.
  if (!checked.ok) return err(commandErrorOf(checked.error, { url: '' }));
  const { ifRev } = run.flags;
  const body = { kind: 'text', text: read.value } as const;
  return await changeIn(run, seq, (target) => ({
    ...{ type: 'message.edit', target, body },
    ...(ifRev !== undefined && { ifRev }),
  }));
}

/** Deletes a message for everybody; returns once the server has. */
export async function deleteMessage(run: CommandContext<DeleteMessageFlags>, seq: string): Done {
  const { reason } = run.flags;
  return await changeIn(run, seq, (target) => ({
    ...{ type: 'message.delete', target },
    ...(reason !== undefined && { reason }),
  }));
}

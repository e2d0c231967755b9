import { nodeClock } from '@securechat/client/node';
import { handleLabel } from '@securechat/client/present';
import { type EventId, eventId, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { type Opened, withSessionAt } from '../accounts/connect.ts';
import type { Target } from '../accounts/target.ts';
import { whereFields } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { RoomHandle } from '../cli-args/room-flag.ts';
import { spoolFolder } from '../local-data/local-store.ts';
import {
  type CommandError,
  commandError,
  commandErrorOf,
  serverOption,
  unreachableError,
} from '../output/command-error.ts';
import type { Input } from '../text/read-lines.ts';
import { type SendFlags, sayLimit, waitOf } from './send-flags.ts';
import { checkMessage } from './send-lines.ts';
import { deliverSpool } from './send-spool.ts';
import { Spool, type Spooled } from './spool.ts';

/** Delivers the spool, and reports how many messages were spooled by earlier runs. `own`: the ids of this run. */
export async function deliver(
  run: CommandContext<SendFlags>,
  opened: Opened,
  spool: Spool,
  own: ReadonlySet<EventId> = new Set(),
): Promise<Result<void, CommandError>> {
  const { flags, env, out } = run;
  let earlier = 0;
  let refusal: CommandError | undefined;
  const ended = await deliverSpool({
    ...opened,
    spool,
    after: nodeClock.after,
    timeoutMs: flags.timeout,
    interrupted: env.interrupted,
    delivered: ({ room: roomName, id }, { room, seq }) => {
      if (!own.has(id)) earlier++;
      if (flags.json) out.json({ room, roomName, seq, id, ...whereFields(opened.target, opened.session.user) });
    },
    refused: ({ room }, message, file) => {
      refusal = {
        exit: 'refused',
        message: `A message for ${handleLabel(room)} was refused: ${message} Its text is in ${file}`,
      };
      out.note(`securechat: ${refusal.message}`);
    },
  });
  if (earlier > 0) out.note(`Delivered ${earlier} ${earlier === 1 ? 'message' : 'messages'} spooled earlier.`);
  if (!ended.ok) return ended;
  return refusal === undefined ? ok(undefined) : commandError('refused', '');
}

/** The input that is being read into a spool. */
type Filling = {
  /** The ids of the messages read so far. */
  readonly own: ReadonlySet<EventId>;
  /** Set when reading has ended: successfully, or with the reason. */
  ended: Result<void, CommandError> | undefined;
  /** Resolves when a message is added, when the input ends, and when `wake` is called. */
  changed(): Promise<void>;
  wake(): void;
};

/** The message of a line, or why it can never be sent. */
function spooledOf(
  { flags, env }: CommandContext<SendFlags>,
  room: RoomHandle,
  text: string,
): Result<Spooled, CommandError> {
  const checked = checkMessage(text, flags.split !== true);
  if (!checked.ok) return { ok: false, error: commandErrorOf(checked.error, { url: '' }) };
  const id = flags.id === undefined ? (nodeClock.newId() as EventId) : v.parse(eventId, flags.id);
  return ok({ id, room, text, atMs: env.nowMs(), ...(flags.create ? { create: true } : {}) });
}

/**
 * Reads an input into the spool. With `--lines` each message is on disk as soon as its line is read, as the input may be endless.
 * Otherwise all of it is spooled, or nothing if a part can never be sent.
 */
async function fill(
  run: CommandContext<SendFlags>,
  room: RoomHandle,
  input: AsyncIterable<Input>,
  add: (message: Spooled) => Result<void, CommandError>,
): Promise<Result<void, CommandError>> {
  const held: Spooled[] = [];
  let added = 0;
  const before = () => (run.flags.lines && added > 0 ? `Spooled before it: ${added}.` : 'Nothing was spooled.');
  for await (const line of input) {
    if (!('text' in line)) return commandError('usage', `${line.problem} ${before()}`);
    // Empty input; messages of earlier runs are still delivered.
    if (line.text === '' && held.length + added === 0) continue;
    const message = spooledOf(run, room, line.text);
    if (!message.ok) {
      const { exit, message: reason } = message.error;
      return commandError(exit, run.flags.lines ? `Line ${line.number}: ${reason} ${before()}` : reason);
    }
    if (!run.flags.lines) held.push(message.value);
    else {
      const kept = add(message.value);
      if (!kept.ok) return kept;
      added++;
    }
  }
  for (const message of held) {
    const kept = add(message);
    if (!kept.ok) return kept;
  }
  return ok(undefined);
}

function startFilling(
  run: CommandContext<SendFlags>,
  spool: Spool,
  room: RoomHandle,
  input: AsyncIterable<Input>,
): Filling {
  const own = new Set<EventId>();
  let change = Promise.withResolvers<void>();
  const filling: Filling = {
    own,
    ended: undefined,
    changed: () => change.promise,
    wake: () => {
      change.resolve();
      change = Promise.withResolvers();
    },
  };
  const add = (message: Spooled) => {
    // Registered before the file exists, so that a concurrent delivery knows that the message is of this run.
    own.add(message.id);
    const added = spool.add(message);
    if (added.ok) filling.wake();
    return added;
  };
  void fill(run, room, input, add).then((ended) => {
    filling.ended = ended;
    filling.wake();
  });
  return filling;
}

/** Delivers spooled messages and new ones, until the input has ended and the spool is empty. */
async function deliverAll(
  run: CommandContext<SendFlags>,
  opened: Opened,
  spool: Spool,
  filling: Filling,
): Promise<Result<void, CommandError>> {
  let end: CommandError | undefined;
  void opened.lost.then((failure) => {
    end = unreachableError(failure, opened.target, waitOf(run.flags));
    filling.wake();
  });
  let refused = false;
  for (;;) {
    const change = filling.changed();
    const delivered = await deliver(run, opened, spool, filling.own);
    if (!delivered.ok && delivered.error.exit !== 'refused') return delivered;
    refused ||= !delivered.ok;
    if (run.env.interrupted.aborted) return commandError('interrupted', 'Interrupted.');
    if (spool.list().length > 0) continue;
    if (filling.ended !== undefined) return refused ? commandError('refused', '') : ok(undefined);
    if (end !== undefined) return { ok: false, error: end };
    await change;
  }
}

const putOff = new Set<CommandError['exit']>(['unreachable', 'timed_out', 'slow_down', 'interrupted']);
/** Delay between attempts while the input continues. */
const againMs = 10_000;
/** If the input ends within this time, the note that it is still being read is not worth printing. */
const shortInputMs = 1000;

/** Waits until the input ends or the user interrupts, for at most `limitMs`. */
async function inputEnded(filling: Filling, interrupted: AbortSignal, limitMs: number): Promise<void> {
  let late = false;
  const cancel = Number.isFinite(limitMs)
    ? nodeClock.after(limitMs, () => {
        late = true;
        filling.wake();
      })
    : () => {};
  while (filling.ended === undefined && !late && !interrupted.aborted) await filling.changed();
  cancel();
}

/** Stores messages on disk before delivering them, so that none is lost if this process or the server stops. */
export async function sendSpooled(
  run: CommandContext<SendFlags>,
  target: Target,
  room: RoomHandle,
  input: AsyncIterable<Input>,
): Promise<Result<void, CommandError>> {
  const { flags, env, out } = run;
  const spool = new Spool(spoolFolder(target));
  const filling = startFilling(run, spool, room, input);
  env.interrupted.addEventListener('abort', () => filling.wake());
  if (!flags.lines) {
    await inputEnded(filling, env.interrupted, Number.POSITIVE_INFINITY);
    if (filling.ended === undefined) return commandError('interrupted', 'Interrupted. Nothing was spooled.');
    if (!filling.ended.ok) return filling.ended;
  }
  const options = { follow: false, waitOutSlowDown: flags.wait !== false, waitMs: waitOf(flags) };
  let ended: Result<void, CommandError>;
  for (;;) {
    ended = await withSessionAt(run, target, options, async (opened) => {
      sayLimit(run, opened);
      return await deliverAll(run, opened, spool, filling);
    });
    if (ended.ok) break;
    await inputEnded(filling, env.interrupted, shortInputMs);
    if (filling.ended !== undefined || env.interrupted.aborted) break;
    // The rest of the input is stored for a later run even if this one cannot deliver it.
    out.note(`securechat: ${ended.error.message} The input is still being spooled.`);
    const isPutOff = putOff.has(ended.error.exit);
    await inputEnded(filling, env.interrupted, isPutOff ? againMs : Number.POSITIVE_INFINITY);
    if (!isPutOff || env.interrupted.aborted) break;
  }
  const waiting = spool.list().length;
  if (!ended.ok && waiting > 0 && ended.error.message !== '') {
    const what = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} in ${spool.folder}`;
    const message = `${ended.error.message} ${what} and will be delivered by the next securechat send${serverOption(target)}.`;
    if (!putOff.has(ended.error.exit)) return commandError(ended.error.exit, message);
    out.note(`securechat: ${message}`);
  } else if (!ended.ok) return ended;
  return filling.ended ?? ok(undefined);
}

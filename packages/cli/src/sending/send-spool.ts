import type { Clock, Failure, SentMessage } from '@securechat/client';
import { generalRoom, type RoomId } from '@securechat/protocol';
import { ok, type Result } from '@securechat/protocol/result';
import type { Opened } from '../accounts/connect.ts';
import { isDirect, type RoomHandle } from '../cli-args/room-flag.ts';
import { type CommandError, commandError, commandErrorOf } from '../output/command-error.ts';
import { cleanLine } from '../text/clean.ts';
import { joinOrCreate } from './create-room.ts';
import { Patience, pausesOf } from './patience.ts';
import type { Spool, Spooled } from './spool.ts';

/** What delivering a spool requires. */
export type Delivery = Pick<Opened, 'client' | 'target' | 'lost'> & {
  readonly spool: Spool;
  readonly after: Clock['after'];
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
  /** Called for each message that is stored on the server. */
  readonly delivered: (message: Spooled, sent: SentMessage) => void;
  /** Called for each message that was refused for good, with the reason and the file that still holds its text. */
  readonly refused: (message: Spooled, reason: string, file: string) => void;
};

/** Sends the messages of a spool in order; the failure says why some remain. */
export async function deliverSpool(job: Delivery): Promise<Result<void, CommandError>> {
  const { client, target, spool, lost, interrupted } = job;
  const ended = new Promise<Failure | 'interrupted'>((resolve) => {
    void lost.then(resolve);
    if (interrupted.aborted) resolve('interrupted');
    interrupted.addEventListener('abort', () => resolve('interrupted'));
  });
  const rooms = new Map<RoomHandle, RoomId>();
  const find = (room: RoomHandle, create: boolean) => {
    if (isDirect(room)) return client.openDirect(room);
    return create ? joinOrCreate(client, room) : client.findRoom(room);
  };
  const say = async ({ room, text, id, create = false }: Spooled): Promise<Result<SentMessage, Failure>> => {
    const known = rooms.get(room) ?? (create || (room as string) !== generalRoom ? undefined : generalRoom);
    if (known !== undefined) return await client.say(known, text, id);
    const found = await find(room, create);
    if (!found.ok) return found;
    rooms.set(room, found.value.id);
    return await client.say(found.value.id, text, id);
  };
  for (const { file, message } of spool.list()) {
    let over = () => {};
    const tooLate = new Promise<Failure>((resolve) => {
      over = () => resolve({ kind: 'timed-out' });
    });
    const patience = new Patience({ after: job.after, timeoutMs: job.timeoutMs, pauses: pausesOf(client), over });
    patience.restart(true);
    const answer = await Promise.race([say(message), ended, tooLate]);
    patience.end();
    if (answer === 'interrupted') return commandError('interrupted', 'Interrupted.');
    if ('kind' in answer) return { ok: false, error: commandErrorOf(answer, target) };
    if (answer.ok) {
      spool.drop(file);
      job.delivered(message, answer.value);
      continue;
    }
    const end = commandErrorOf(answer.error, target);
    // A message is set aside only if the server refused it for good; everything else is retried by the next run.
    if (answer.error.kind !== 'refused' || end.exit !== 'refused') return { ok: false, error: end };
    const movedTo = spool.setAside(file);
    if (movedTo !== undefined) job.refused(message, cleanLine(end.message), movedTo);
  }
  return ok(undefined);
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RoomEvent } from '@securechat/protocol';
import { maxMiB, rssMiB, type Where } from '../../e2e/support/member.ts';
import { type Talkers, talkDuring } from './talk.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./returner.ts', import.meta.url));

/** The result of a client's catch-up, and what it cost the server and others. */
export type CameBack = {
  readonly events: number;
  readonly inOrder: boolean;
  readonly tookMs: number;
  /** The growth of the server's memory at its peak. */
  readonly serverMiB: number;
  /** The latency of other clients' messages during the catch-up. */
  readonly othersMs: readonly number[];
};

/** Lets a client, in a process of its own and with a cache on disk in `file`, catch up in `general` from `cursor`. */
export async function comeBack(
  where: Where & { readonly pid: number },
  talkers: Talkers,
  who: { readonly token: string; readonly cursor: Pick<RoomEvent, 'seq' | 'id'>; readonly file: string },
): Promise<CameBack> {
  const beforeMiB = rssMiB(where.pid);
  const { seq, id } = who.cursor;
  const argv = ['--conditions=source', program, where.url, where.pin, who.token, String(seq), id, who.file];
  const { value, maxMiB: most } = await maxMiB(where.pid, () => talkDuring(talkers, run(process.execPath, argv)));
  const found = JSON.parse(value.value.stdout) as { events: number; inOrder: boolean; tookMs: number };
  return { ...found, serverMiB: most - beforeMiB, othersMs: value.tookMs };
}

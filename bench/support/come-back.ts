import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { maxMiB, rssMiB, type Where } from '../../e2e/support/member.ts';
import { type Talkers, talkDuring } from './talk.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./returner.ts', import.meta.url));

/** What a client's catch-up came to, and what it cost the server and the others. */
export type CameBack = {
  readonly events: number;
  readonly inOrder: boolean;
  readonly tookMs: number;
  /** How much more the server held at most. */
  readonly serverMiB: number;
  /** How long the messages of the others took meanwhile. */
  readonly othersMs: readonly number[];
};

/** Lets a client, in a process of its own and with a cache on disk in `file`, catch up in `general` from `cursor` on. */
export async function comeBack(
  where: Where & { readonly pid: number },
  talkers: Talkers,
  who: { readonly token: string; readonly cursor: number; readonly file: string },
): Promise<CameBack> {
  const beforeMiB = rssMiB(where.pid);
  const argv = ['--conditions=source', program, where.url, where.pin, who.token, String(who.cursor), who.file];
  const { value, maxMiB: most } = await maxMiB(where.pid, () => talkDuring(talkers, run(process.execPath, argv)));
  const found = JSON.parse(value.value.stdout) as { events: number; inOrder: boolean; tookMs: number };
  return { ...found, serverMiB: most - beforeMiB, othersMs: value.tookMs };
}

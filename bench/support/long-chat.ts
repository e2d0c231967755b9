import { join } from 'node:path';
import type { UserId } from '@securechat/protocol';
import { person } from '../../e2e/support/cli.ts';
import { general, good, member } from '../../e2e/support/member.ts';
import { noLimits, type ServerProcess, startServer } from '../../e2e/support/server.ts';
import { openLocalStore } from '../../packages/cli/src/local-data/sqlite-store.ts';
import { serverName } from '../../packages/cli/src/text/server-url.ts';
import { tokenOf } from './chat-home.ts';
import { fill } from './fill.ts';

/** The name of a room with few messages beside the long one. */
export const fewRoom = 'few';

/** The ends of the first and the newest message of the long room. They occur nowhere else, so that a change of one line shows them. */
export const [firstMark, newestMark] = ['irst>>', 'ewest>>'] as const;

function textOf(number: number, many: number): string {
  if (number === 0) return `<<f${firstMark}`;
  return number === many - 1 ? `<<n${newestMark}` : `message ${number} of many, about as long as a line that is said`;
}

/** A server with one long room and a short one, and a user with all of it stored on this device. */
export type LongChat = {
  readonly server: ServerProcess;
  readonly flags: readonly string[];
  /** What another user needs to log in and send. */
  readonly otherToken: string;
};

/** Creates it in a folder: `many` messages in `#general`, `few` in the other room. */
export async function longChat(folder: string, { many, few }: { many: number; few: number }): Promise<LongChat> {
  const first = await startServer(folder);
  const ada = await person('ada', folder, first);
  const bob = await person('bob', folder, first);
  const made = await ada.run(['rooms', 'create', fewRoom]);
  if (made.code !== 0) throw new Error(`the room could not be made: ${made.err}`);
  const lines = Array.from({ length: few }, (_, i) => `short ${i + 1} of few\n`).join('');
  const said = await ada.run(['send', '--lines', '--room', fewRoom], { input: lines });
  if (said.code !== 0) throw new Error(`send ended with ${said.code}: ${said.err}`);
  await first.kill('SIGTERM');
  await fill(join(folder, 'data'), { author: 'ada' as UserId, count: many, textOf: (number) => textOf(number, many) });
  const server = await startServer(folder, { args: noLimits, port: first.port });
  const file = join(ada.home, 'accounts', `ada@${encodeURIComponent(serverName(server.url))}.chat.db`);
  const store = openLocalStore(file, { maxEvents: 2 * many });
  if (!store.ok) throw new Error(`${file} cannot be opened: ${JSON.stringify(store.error)}`);
  const asking = await member(server, tokenOf(ada.home));
  const cursors = { [general]: { seq: 0 }, [good(await asking.findRoom(fewRoom)).id]: { seq: 0 } };
  await asking.close();
  const client = await member(server, tokenOf(ada.home), { cache: store.value.cache, cursors });
  await client.close();
  store.value.close();
  return { server, flags: ada.common, otherToken: tokenOf(bob.home) };
}

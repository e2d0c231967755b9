import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { person } from '../../e2e/support/cli.ts';
import { general, member } from '../../e2e/support/member.ts';
import type { ServerProcess } from '../../e2e/support/server.ts';
import { openLocalStore } from '../../packages/cli/src/local-data/sqlite-store.ts';
import { serverName } from '../../packages/cli/src/text/server-url.ts';

/** An account on this device. `flags` name its home, the server and its pin. */
export type Settled = { readonly flags: readonly string[]; readonly newest: string };

/** The token that this home keeps. */
export function tokenOf(home: string): string {
  const [token] = Object.values(JSON.parse(readFileSync(join(home, 'tokens.json'), 'utf8')).tokens as object);
  return String(token);
}

const textOf = (number: number) => `message ${number} of many, about as long as a line that people write`;

/** Creates an account with a number of messages and its token in a file, and caches the messages on this device as a chat would. */
export async function settle(name: string, home: string, server: ServerProcess, messages: number): Promise<Settled> {
  const someone = await person(name, home, server);
  const lines = Array.from({ length: messages }, (_, i) => `${textOf(i + 1)}\n`).join('');
  const said = await someone.run(['send', '--lines'], { input: lines });
  if (said.code !== 0) throw new Error(`send ended with ${said.code}: ${said.err}`);
  const file = join(someone.home, 'accounts', `${name}@${encodeURIComponent(serverName(server.url))}.chat.db`);
  const store = openLocalStore(file, { maxEvents: 100_000 });
  if (!store.ok) throw new Error(`${file} cannot be opened: ${JSON.stringify(store.error)}`);
  const cursors = { [general]: { seq: 0 } };
  const client = await member(server, tokenOf(someone.home), { cache: store.value.cache, cursors });
  await client.close();
  store.value.close();
  return { flags: someone.common, newest: `message ${messages} ` };
}

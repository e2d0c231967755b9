import type { EventId, UserId } from '@securechat/protocol';
import { generalRoom } from '@securechat/protocol/ids';
import { openSqliteStore } from '../../packages/server/src/adapters/sqlite/store.ts';

const atOnce = 5000;

/** Stores a number of messages of a user in `general`, as a server would, while no server uses the folder. */
export async function fill(
  dataDir: string,
  {
    author,
    count,
    textOf = (number) => `message ${number} `.padEnd(100, 'x'),
  }: { author: UserId; count: number; textOf?: (number: number) => string },
): Promise<void> {
  const store = await openSqliteStore({ dataDir });
  if (!store.ok) throw new Error(store.error.message);
  const [session] = await store.value.sessions(author);
  if (!session) throw new Error(`${author} is not signed in`);
  for (let from = 0; from < count; from += atOnce) {
    const drafts = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => ({
      room: generalRoom,
      author,
      session: session.id,
      id: `fill-${from + i}` as EventId,
      type: 'message' as const,
      payload: { kind: 'text', text: textOf(from + i) },
      atMs: Date.now(),
    }));
    const stored = await Promise.all(drafts.map((draft) => store.value.append(draft)));
    if (!stored.every(({ ok }) => ok)) throw new Error('the store refused a message');
  }
  await store.value.close();
}

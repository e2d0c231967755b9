// A client that returns after a long time, in a process of its own and with a cache on disk as the chat has. argv: url, pin, token, cursor,
// id of the event there, file. Prints one line of JSON when it has caught up.

import type { EventId } from '@securechat/protocol';
import { clientOf, general } from '../../e2e/support/member.ts';
import { openLocalStore } from '../../packages/cli/src/local-data/sqlite-store.ts';

const [url = '', pin = '', token = '', cursor = '0', cursorId = '', file = ''] = process.argv.slice(2);
const store = openLocalStore(file, { maxEvents: 1_000_000 });
if (!store.ok) throw new Error(JSON.stringify(store.error));
const startedMs = performance.now();
const cursors = { [general]: { seq: Number(cursor), id: cursorId as EventId } };
const client = clientOf({ url, pin }, { token, cache: store.value.cache, cursors });
let events = 0;
let inOrder = true;
let last = Number(cursor);
client.listen((notice) => {
  if (notice.kind !== 'event' || notice.event.room !== general) return;
  events++;
  inOrder &&= notice.event.seq === last + 1;
  last = notice.event.seq;
});
await client.connect();
const synced = await client.synced();
const tookMs = performance.now() - startedMs;
process.stdout.write(`${JSON.stringify({ ok: synced.ok, events, inOrder, last, tookMs })}\n`);
await client.close();
store.value.close();

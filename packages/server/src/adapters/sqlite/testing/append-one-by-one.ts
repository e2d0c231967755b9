// Program of durability.real.test.ts: appends messages one at a time and prints each outcome as a line of JSON. argv: the database file,
// how many, and `die` to be killed after the first that failed.
import { writeSync } from 'node:fs';
import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { startWriter } from '../writer.ts';

const [file = '', times = '0', then = ''] = process.argv.slice(2);
const writer = await startWriter(file);
if (!writer.ok) throw new Error(writer.error);
const [user, room] = ['ada' as UserId, 'general' as RoomId];
const session = { id: 's' as SessionId, tokenHash: new Uint8Array(32), device: '', address: '127.0.0.1' };
await writer.value.write('createAccount', { user, passwordHash: '', session, room, atMs: 0 });
for (let i = 0; i < Number(times); i++) {
  const payload = { kind: 'text', text: `t${i}` };
  const id = `m${i}` as EventId;
  const draft = { room, author: user, session: session.id, id, type: 'message', payload, atMs: i } as const;
  const said = await writer.value.append(draft).then(
    (result) => (result.ok ? { seq: result.value.event.seq } : { refused: result.error }),
    (thrown: { code?: unknown }) => ({ failed: thrown.code }),
  );
  writeSync(1, `${JSON.stringify(said)}\n`);
  if (then === 'die' && 'failed' in said) process.kill(process.pid, 'SIGKILL');
}
await writer.value.close();

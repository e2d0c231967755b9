import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { backUp } from './adapters/sqlite/backup.ts';
import { filesWith } from './testing/files-with.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const secret = 'xyzzyplugh';
const edited = 'quuxfrobnicate';
type Server = Awaited<ReturnType<typeof startTestServer>>;

/** Sends a message, changes it, and finds it by both texts, so that it is in all files that it can be in. */
async function plant(ada: RawClient): Promise<number> {
  const room = 'general';
  const body = (text: string) => ({ kind: 'text', text: `the word is ${text}` });
  const { seq } = await ada.ask({ type: 'message.send', room, clientId: 'm1', body: body(secret) });
  expect(await ada.ask({ type: 'search', room, words: secret, limit: 5 })).toMatchObject({ events: [{ seq }] });
  const edit = { type: 'message.edit', room, clientId: 'e1', target: seq, body: body(edited) };
  expect(await ada.ask(edit)).toMatchObject({ type: 'ack' });
  expect(await ada.ask({ type: 'search', room, words: edited, limit: 5 })).toMatchObject({ events: [{ seq }] });
  return Number(seq);
}

const remove = (ada: RawClient, target: number) =>
  ada.ask({ type: 'message.delete', room: 'general', clientId: 'd1', target });

test('the texts of a deleted message are in no file of the server soon after, and are found by no search', async () => {
  await using server = await startTestServer();
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const seq = await plant(ada);
  for (const text of [secret, edited]) expect(filesWith(server.dataDir, text)).not.toEqual([]);
  expect(await remove(ada, seq)).toMatchObject({ type: 'ack', seq: seq + 2 });
  for (const words of [secret, edited]) {
    expect(await ada.ask({ type: 'search', room: 'general', words, limit: 5 })).toMatchObject({ events: [] });
  }
  await eventually(async () => {
    // The log is emptied once no reader is in the way, at the latest with the next message.
    await ada.ask({
      type: 'message.send',
      room: 'general',
      clientId: crypto.randomUUID(),
      body: { kind: 'text', text: 'hi' },
    });
    expect([filesWith(server.dataDir, secret), filesWith(server.dataDir, edited)]).toEqual([[], []]);
    return true;
  });
  expect(await ada.ask({ type: 'history', room: 'general', after: seq - 1, limit: 1 })).toMatchObject({
    events: [{ seq, body: { kind: 'deleted' } }],
    changed: [{ seq, rev: seq + 2, deleted: { by: 'ada' } }],
  });
});

/** Puts a backup in place of the database of a server that has stopped. */
function restore({ dataDir }: Pick<Server, 'dataDir'>, backup: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `securechat.db${end}`), { force: true });
  copyFileSync(backup, join(dataDir, 'securechat.db'));
}

test('a backup from before a deletion does not bring the text back, and one of another history keeps its messages', async () => {
  await using first = await startTestServer();
  const { client: ada, token } = await RawClient.signedUp(first.url, 'ada');
  const seq = await plant(ada);
  const kept = await ada.ask({
    type: 'message.send',
    room: 'general',
    clientId: 'm2',
    body: { kind: 'text', text: 'kept' },
  });
  const backup = join(first.dataDir, '..', `backup-${process.pid}.db`);
  expect(await backUp(first.dataDir, backup)).toMatchObject({ ok: true });
  await remove(ada, seq);
  await first.stop();
  const ledger = join(first.dataDir, 'deletions.jsonl');
  // A line of a message that was another one there, and one that was cut off.
  const other = JSON.stringify({ room: 'general', seq: kept.seq, id: 'another' });
  writeFileSync(ledger, `${readFileSync(ledger, 'utf8')}${other}\n{"room":"gen`);
  restore(first, backup);
  expect(filesWith(first.dataDir, edited)).toContain('securechat.db');
  for (let starts = 0; starts < 2; starts++) {
    await using again = await startTestServer({ data: first.dataDir });
    const client = await RawClient.greeted(again.url);
    await client.ask({ type: 'resume', token });
    expect(await client.ask({ type: 'history', room: 'general', after: seq - 1, limit: 5 })).toMatchObject({
      events: [{ seq, body: { kind: 'deleted' } }, { body: { kind: 'text', text: 'kept' } }],
    });
    const words = edited;
    expect(await client.ask({ type: 'search', room: 'general', words, limit: 5 })).toMatchObject({ events: [] });
    expect([filesWith(first.dataDir, secret), filesWith(first.dataDir, edited)]).toEqual([[], []]);
  }
  rmSync(backup);
});

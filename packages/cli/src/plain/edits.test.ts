import { generalRoom } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { opened } from '../testing/line-mode.ts';

test('a refused edit is a sentence with its text', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'message.edit': { code: 'edit_too_late' } };
  void chat.client.change(generalRoom, { type: 'message.edit', target: 1, body: { kind: 'text', text: 'hello' } });
  await chat.hears('Edit not saved: hello. refused: edit_too_late /retry tries it again, /discard drops it.');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 0 });
});

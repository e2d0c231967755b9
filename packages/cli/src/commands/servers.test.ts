import { expect, test } from 'vitest';
import { meansServer } from './servers.ts';

test('a known server is selected by its address or by its host', () => {
  const url = 'wss://chat.example.org:9000';
  expect(
    ['chat.example.org:9000', url, 'chat.example.org', 'Chat.Example.org'].map((w) => meansServer(w, url)),
  ).toEqual([true, true, true, true]);
  expect(['chat.example.org:9001', 'example.org', ''].map((w) => meansServer(w, url))).toEqual([false, false, false]);
});

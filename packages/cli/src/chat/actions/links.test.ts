import { err, ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { linkNumbers } from '../../text/link-numbers.ts';

function recorder() {
  const opened: string[] = [];
  const copied: string[] = [];
  const system = {
    open: async (url: string) => {
      opened.push(url);
      return ok(undefined);
    },
    copy: (text: string) => {
      copied.push(text);
      return ok(undefined);
    },
  };
  return { opened, copied, system };
}

test('links are listed, opened and copied by number; numbers do not change when newer links arrive', async () => {
  const { opened, copied, system } = recorder();
  await using chat = await openChat(['https://a.example/', 'see https://b.example/.'], undefined, { system: system });
  chat.enter('/links');
  expect(chat.screen()).toMatch(/1 +https:\/\/b\.example\/ +bob[\s\S]*2 +https:\/\/a\.example\/ +bob/);
  chat.server.happens('cyd', 'https://evil.example/');
  await eventually(() => chat.client.getSnapshot().byRoom.general?.cursor === 3);
  chat.enter('/open 2');
  await eventually(() => chat.screen().includes('Opened: https://a.example/'));
  chat.enter('/copy 1');
  chat.enter('/copy');
  expect(opened).toEqual(['https://a.example/']);
  expect(copied).toEqual(['https://b.example/', 'https://evil.example/']);
});

test('a link that cannot be opened is reported', async () => {
  const system = { open: async () => err('No desktop.'), copy: () => err('Too long.') };
  await using chat = await openChat(['nothing'], undefined, { system: system });
  chat.enter('/links');
  expect(chat.screen()).toContain('No links in the messages loaded so far');
  chat.enter('/open');
  expect(chat.screen()).toContain('No links in the messages loaded so far');
  chat.server.happens('bob', 'https://a.example/');
  await eventually(() => chat.screen().includes('a.example'));
  for (const wrong of ['/open 2', '/open 0', '/open x', '/copy 1.5']) {
    chat.enter(wrong);
    expect(chat.screen()).toContain('Use a number');
    chat.key('ctrl+c');
  }
  chat.enter('/open 1');
  await eventually(() => chat.screen().includes('No desktop.'));
  chat.enter('/copy 1');
  expect(chat.screen()).toContain('Too long.');
});

test('on terminals without hyperlinks the text shows link numbers, which stay valid', async () => {
  const { opened, copied, system } = recorder();
  const links = { numbers: linkNumbers(), inline: true };
  await using chat = await openChat(['https://a.example/', 'see https://b.example/.'], undefined, {
    system: system,
    links,
  });
  expect(chat.screen()).toContain('[2]https://a.example/');
  expect(chat.screen()).toContain('see [1]https://b.example/.');
  chat.server.happens('cyd', 'https://c.example/ or https://a.example/');
  await eventually(() => chat.screen().includes('[3]https://c.example/ or [2]https://a.example/'));
  chat.enter('/open 2');
  await eventually(() => opened.length > 0);
  chat.enter('/copy 3');
  chat.enter('/links');
  expect(chat.screen()).toMatch(/2 +https:\/\/a[\s\S]*3 +https:\/\/c[\s\S]*1 +https:\/\/b/);
  expect([opened, copied]).toEqual([['https://a.example/'], ['https://c.example/']]);
  await using drawn = await openChat(['https://a.example/'], undefined, {
    system: system,
    links: { numbers: linkNumbers(), inline: false },
  });
  expect(drawn.screen()).not.toContain('[1]');
});

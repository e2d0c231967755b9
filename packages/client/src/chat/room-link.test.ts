import { expect, test } from 'vitest';
import { isCodeOf, roomCodeIn, roomLink } from './room-link.ts';

const code = 'sEVfcVrVpxYtZ1qNqTnV6w';

test('a link to a room is the address of the page with the code', () => {
  expect(roomLink('wss://chat.example.org:8443', code)).toBe(`https://chat.example.org:8443/#join=${code}`);
  expect(roomLink('wss://example.org:443/chat/', code)).toBe(`https://example.org:443/chat/#join=${code}`);
  expect(roomCodeIn(roomLink('wss://Chat.example.org:8443', code))).toEqual({ code, server: 'chat.example.org:8443' });
});

test('a link names its server, and 443 is the port of one without any', () => {
  const of = (link: string, url: string) => isCodeOf(roomCodeIn(link) ?? expect.fail(link), url);
  expect(of(`https://h:8443/#join=${code}`, 'wss://H:8443')).toBe(true);
  expect(of(`https://h/#join=${code}`, 'wss://h:443/chat')).toBe(true);
  expect(of(code, 'wss://anywhere:1')).toBe(true);
  expect(of(`https://h:8443/#join=${code}`, 'h:8443')).toBe(true);
  expect(of(`https://h:8443/#join=${code}`, 'wss://h:8444')).toBe(false);
  expect(of(`https://h.evil.example:8443/#join=${code}`, 'wss://h:8443')).toBe(false);
});

test('the code is found alone and in every form of a link, and in nothing else', () => {
  expect(roomCodeIn(` ${code}\n`)).toEqual({ code, server: undefined });
  const pinned = `securechat://[::1]:8443/#pin=x&join=${code}&other=y`;
  expect(roomCodeIn(pinned)).toEqual({ code, server: '[::1]:8443' });
  for (const text of [
    '',
    'ops',
    '#ops',
    `${code}x`,
    `http://h:1/#join=${code}`,
    `https://h:1/#join=${code}x`,
    `https://h:1/#invite=${code}`,
    `https://h:1/?join=${code}`,
    `https://h:1/#rejoin=${code}`,
    `see https://h:1/#join=${code}`,
  ]) {
    expect([text, roomCodeIn(text)]).toEqual([text, undefined]);
  }
});

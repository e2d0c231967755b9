import { isUserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { isPin, parseInviteLink, parsePlace, parseServer, serverName } from './server-url.ts';
import { isUserName } from './user-name.ts';

const pin = 'A'.repeat(43);

test('every form of a server name is normalized', () => {
  for (const [given, url] of [
    ['chat.example.org', 'wss://chat.example.org:8443'],
    ['chat.example.org:443', 'wss://chat.example.org:443'],
    ['chat.example.org:9000', 'wss://chat.example.org:9000'],
    ['wss://Chat.Example.org:8443/', 'wss://chat.example.org:8443'],
    ['https://chat.example.org', 'wss://chat.example.org:443'],
    ['https://chat.example.org/chat/', 'wss://chat.example.org:443/chat'],
    ['müller.example', 'wss://xn--mller-kva.example:8443'],
    ['https://例え.テスト:9000', 'wss://xn--r8jz45g.xn--zckzah:9000'],
    ['127.0.0.1', 'wss://127.0.0.1:8443'],
    ['[::1]', 'wss://[::1]:8443'],
    ['[::1]:9000', 'wss://[::1]:9000'],
    ['wss://[::1]:9000//', 'wss://[::1]:9000'],
    ['chat.example.org:443//', 'wss://chat.example.org:443'],
    ['https://chat.example.org/chat//', 'wss://chat.example.org:443/chat'],
  ] as const) {
    expect(parseServer(given), given).toEqual({ ok: true, value: url });
  }
});

test('an unencrypted or invalid address is refused with a reason', () => {
  for (const [given, words] of [
    ['ws://chat.example.org', /encrypted/],
    ['http://chat.example.org', /encrypted/],
    ['ftp://chat.example.org', /wss:/],
    [`securechat://h:1/#pin=${pin}`, /join/],
    ['', /address/],
    ['a b', /address/],
    ['wss://user:pw@h', /only a host/],
    ['wss://h:99999', /address/],
    ['h:0', /address/],
    ['::1', /in brackets: \[::1\]/],
    ['fe80::1:2', /in brackets: \[fe80::1:2\]/],
  ] as const) {
    const parsed = parseServer(given);
    expect(parsed.ok ? parsed.value : parsed.error, given).toMatch(words);
    expect(parsed.ok, given).toBe(false);
  }
});

test('an account is written before its server', () => {
  for (const [given, url, user] of [
    ['ann@chat.example.org', 'wss://chat.example.org:8443', 'ann'],
    ['Ann@chat.example.org:9000', 'wss://chat.example.org:9000', 'ann'],
    ['wss://ann@chat.example.org:443', 'wss://chat.example.org:443', 'ann'],
    ['ann@[::1]', 'wss://[::1]:8443', 'ann'],
    ['chat.example.org', 'wss://chat.example.org:8443', undefined],
  ] as const) {
    expect(parsePlace(given), given).toEqual({ ok: true, value: { url, ...(user ? { user } : {}) } });
  }
  for (const given of ['@h', 'a@h', 'ann@', 'ann:pw@h', 'Ä@h', 'ann@bob@h']) {
    expect(parsePlace(given).ok, given).toBe(false);
  }
});

test('a user name has the form that the protocol requires', () => {
  const names = ['a', 'ab', '9a', '-a', '_a', 'a-_9', 'A b', 'äb', '', 'x'.repeat(32), 'x'.repeat(33), 'ab\n'];
  expect(names.map(isUserName)).toEqual(names.map(isUserId));
});

test('an invite link contains server, pin and invite', () => {
  expect(parseInviteLink(`securechat://chat.example.org:9000/#pin=${pin}&invite=abc`)).toEqual({
    ok: true,
    value: { url: 'wss://chat.example.org:9000', pin, invite: 'abc' },
  });
  expect(parseInviteLink(`securechat://[::1]/#pin=${pin}`)).toEqual({
    ok: true,
    value: { url: 'wss://[::1]:8443', pin },
  });
  expect(parseInviteLink(`securechat://h:443/#pin=${pin}`)).toEqual({ ok: true, value: { url: 'wss://h:443', pin } });
});

test('a link that was cut off, as by an unquoted &, is refused', () => {
  for (const given of [
    '',
    'hello',
    'https://h/#pin=x',
    'securechat://h:1/',
    'securechat://h:1/#pin=short',
    'securechat://',
  ]) {
    expect(parseInviteLink(given).ok, given).toBe(false);
  }
});

test('a pin is 43 characters of base64url; a server name is host and port', () => {
  expect([pin, `${pin}A`, 'x', `${'A'.repeat(42)}=`].map(isPin)).toEqual([true, false, false, false]);
  expect(serverName('wss://h:1')).toBe('h:1');
});

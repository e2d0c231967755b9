import { expect, test } from 'vitest';
import { inviteCodeOf } from './invite.ts';

test('an invite is given as a code, or as a whole link', () => {
  const pin = 'a'.repeat(43);
  const links = [
    'K7-code_9',
    '  K7-code_9\n',
    `securechat://chat.example.org:8443/#pin=${pin}&invite=K7-code_9`,
    `securechat://[::1]:8443/#invite=K7-code_9&pin=${pin}`,
    'https://chat.example.org:8443/#invite=K7-code_9',
    `#pin=${pin}&invite=K7-code_9`,
    'invite=K7-code_9',
  ];
  for (const link of links) expect(inviteCodeOf(link)).toBe('K7-code_9');
});

test('a link without an invite has no code', () => {
  expect(inviteCodeOf(`securechat://127.0.0.1:8443/#pin=${'a'.repeat(43)}`)).toBe('');
  expect(inviteCodeOf('https://chat.example.org/')).toBe('');
  expect(inviteCodeOf('')).toBe('');
});

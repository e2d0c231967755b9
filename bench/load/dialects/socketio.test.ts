import { expect, test } from 'vitest';
import { packetAt } from './socketio.ts';

test.each([
  ['0{"sid":"a","pingInterval":25000}', 'open'],
  ['2', 'ping'],
  ['40{"sid":"b"}', 'connected'],
  ['44{"message":"no"}', 'refused'],
  ['42["message",{"text":"40"}]', 'event'],
  ['41', 'other'],
  ['6', 'other'],
  ['', 'other'],
])('%s is %s', (packet, kind) => {
  expect(packetAt(Buffer.from(packet), 0)).toBe(kind);
});

test('a packet is recognised by its first characters, wherever it lies', () => {
  expect(packetAt(Buffer.from('..42["message"]'), 2)).toBe('event');
});

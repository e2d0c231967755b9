import { expect, test } from 'vitest';
import { aMessage, anEvent } from '../testing/values.ts';
import { roomLinks } from './room-links.ts';

test('the newest link is number one, and an address is listed once', () => {
  const timeline = [
    aMessage(1, 'bob', 'https://a.example/'),
    aMessage(2, 'cyd', 'https://b.example/ then https://c.example/'),
    anEvent(3, 'member-joined', 'dan'),
    aMessage(4, 'bob', 'again https://b.example/'),
  ];
  expect(roomLinks(timeline, 9)).toEqual([
    { url: 'https://b.example/', by: 'bob' },
    { url: 'https://c.example/', by: 'cyd' },
    { url: 'https://a.example/', by: 'bob' },
  ]);
  expect(roomLinks(timeline, 1)).toHaveLength(1);
});

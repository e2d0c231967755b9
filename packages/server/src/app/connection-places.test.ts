import type { UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { ConnectionPlaces } from './connection-places.ts';

const ada = 'ada' as UserId;

function setUp() {
  const places = new ConnectionPlaces({ guests: 3, guestsPerAddress: 2, perUser: 2 });
  const ended: number[] = [];
  let opened = 0;
  const open = (address: string) => {
    const name = opened++;
    const connection = { address, user: undefined as UserId | undefined, end: () => void ended.push(name) };
    places.enter(connection);
    return connection;
  };
  const signIn = (connection: ReturnType<typeof open>, displace: boolean) => {
    const isIn = places.signIn(connection, ada, displace);
    if (isIn) connection.user = ada;
    return isIn;
  };
  return { places, ended, open, signIn };
}

test('guests are counted by address and in total, until they sign in or leave', () => {
  const { places, open, signIn } = setUp();
  const [first, second] = [open('a'), open('a')];
  expect([places.isFull('a'), places.isFull('b')]).toEqual([true, false]);
  open('b');
  expect(places.isFull('c')).toBe(true);
  signIn(first, false);
  expect([places.isFull('a'), places.isFull('c')]).toEqual([false, false]);
  open('a');
  expect(places.isFull('a')).toBe(true);
  places.leave(first);
  expect(places.isFull('a')).toBe(true);
  places.leave(second);
  expect(places.isFull('a')).toBe(false);
});

test('a full account refuses a connection, and one that displaces ends the oldest, once each', () => {
  const { places, ended, open, signIn } = setUp();
  const [first, second] = [open('a'), open('b')];
  expect([signIn(first, false), signIn(second, false)]).toEqual([true, true]);
  const third = open('a');
  expect(signIn(third, false)).toBe(false);
  expect(signIn(third, true)).toBe(true);
  const fourth = open('a');
  expect(signIn(fourth, true)).toBe(true);
  expect(ended).toEqual([0, 1]);
  // Their sockets close later, which must not free another place.
  places.leave(first);
  places.leave(second);
  expect(signIn(open('a'), false)).toBe(false);
  places.leave(third);
  expect(signIn(open('b'), false)).toBe(true);
});

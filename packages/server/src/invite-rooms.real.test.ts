import { limits } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type Operator, openOperator } from './operator.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';

/** A server with ada, who owns the public `team`, the private `hiring` and the archived `old`, and its operator. */
async function site(flags: Readonly<Record<string, unknown>> = {}) {
  const server: TestServer = await startTestServer({ requestsPerSecond: '0', ...flags });
  const config = readConfig({ flags: { data: server.dataDir }, env: {}, terminal: false });
  const opened = config.ok ? await openOperator(config.value) : config;
  if (!opened.ok) throw new Error(opened.error);
  const operator: Operator = opened.value;
  const signUp = async (user: string, code: string) => {
    const client = await RawClient.greeted(server.url);
    const ask = { type: 'signup', user, password: `long password of ${user}`, device: 'test', invite: code };
    return { client, reply: await client.ask(ask) };
  };
  const codeOf = (link: { readonly page: string } | null | undefined) => link?.page.split('invite=')[1] ?? '';
  const { client: ada } = await signUp('ada', codeOf(await server.invite()));
  const team = await ada.createRoom('team');
  const hiring = await ada.createRoom('hiring', { kind: 'private' });
  const old = await ada.createRoom('old');
  const archive = (room: string, on: boolean) => ada.ask({ type: 'room.archive', room, on });
  await archive(old, true);
  const invite = (...rooms: string[]) => operator.invite({ count: 1, uses: 1, rooms });
  /** The code of an invite for one person that carries these rooms. */
  const codeFor = async (...rooms: string[]) => {
    const created = await invite(...rooms);
    if (!created.ok) throw new Error(created.error);
    return codeOf(created.value[0]);
  };
  const refusal = async (...rooms: string[]) => {
    const created = await invite(...rooms);
    return created.ok ? created.value.map(({ rooms: carried }) => carried) : created.error;
  };
  return {
    ...{ server, operator, ada, team, hiring, archive, codeFor, refusal, signUp },
    [Symbol.asyncDispose]: async () => {
      await operator.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('a newcomer is in the rooms of the invite with the answer, others see it live, and the history is as for everybody', async () => {
  await using at = await site();
  const { ada, team, hiring } = at;
  await ada.say(team, 'before', 'm1');
  await ada.say(hiring, 'before', 'm2');
  await ada.sync();
  const { client: bob, reply } = await at.signUp('bob', await at.codeFor('#Team', 'hiring', 'general', 'team'));
  expect(reply).toMatchObject({
    type: 'signed-in',
    rooms: [
      { id: team, kind: 'public', name: 'team', role: 'member', joined: true, members: 2 },
      { id: hiring, kind: 'private', name: 'hiring', role: 'member', joined: true, members: 2 },
    ],
  });
  expect(reply).not.toHaveProperty('missed');
  for (const room of [team, hiring]) {
    const joined = { room, type: 'member-joined', author: 'bob' };
    await eventually(() => ada.all('event').some(({ event }) => event.room === room));
    expect(ada.all('event').filter(({ event }) => event.room === room)).toMatchObject([{ event: joined }]);
  }
  await bob.sync();
  const textsIn = (room: string) =>
    bob
      .all('events')
      .filter((batch) => batch.room === room)
      .flatMap(({ events }) => events.map(({ type }) => type));
  expect(textsIn(team)).toEqual(['room-created', 'member-joined', 'message', 'member-joined']);
  expect(textsIn(hiring)).toEqual(['member-joined']);
  expect(await bob.say(hiring, 'hello', 'b1')).toMatchObject({ type: 'ack' });
});

test('a log-in and a sign-up with another invite say nothing of rooms', async () => {
  await using at = await site();
  const { client, reply } = await at.signUp('bob', await at.codeFor());
  expect(Object.keys(reply).sort()).toEqual(['re', 'session', 'token', 'type', 'user']);
  expect(await client.ask({ type: 'room.find', name: 'hiring' })).toMatchObject({ code: 'no_such_room' });
  const again = await RawClient.greeted(at.server.url);
  const ask = { type: 'login', user: 'bob', password: 'long password of bob', device: 'test' };
  expect(Object.keys(await again.ask(ask)).sort()).toEqual(['re', 'session', 'token', 'type', 'user']);
});

test('rooms that were archived meanwhile are missed with a sentence, and the sign-up succeeds', async () => {
  await using at = await site();
  const codes = [await at.codeFor('team', 'hiring'), await at.codeFor('team')];
  await at.archive(at.team, true);
  const missed = [{ name: 'team', code: 'archived', message: 'It is archived. Its owners can end that.' }];
  const { reply } = await at.signUp('bob', codes[0] ?? '');
  expect(reply).toMatchObject({ type: 'signed-in', rooms: [{ name: 'hiring' }], missed });
  const { reply: none } = await at.signUp('cyd', codes[1] ?? '');
  expect(none).toMatchObject({ type: 'signed-in', missed });
  expect(none).not.toHaveProperty('rooms');
});

test('an operator names rooms by name, former name or id, and is told what is wrong with a name', async () => {
  await using at = await site();
  const { ada, team, hiring, refusal } = at;
  expect(await refusal(team, 'HIRING')).toEqual([
    [
      { room: team, name: 'team', state: 'open' },
      { room: hiring, name: 'hiring', state: 'open' },
    ],
  ]);
  expect(await refusal('teem')).toBe('There is no room "teem". Did you mean team?');
  expect(await refusal('team', 'no room')).toBe(
    'There is no room "no room". The command securechat rooms lists rooms.',
  );
  expect(await refusal('old')).toBe('The room old is archived, so nobody can join it. Its owners can end that.');
  await RawClient.signedUp(at.server.url, 'bob');
  const direct = (await ada.ask({ type: 'direct.open', user: 'bob' })).room as { readonly id: string };
  const noDirect = 'A direct room always has the same people, so no invite can carry it.';
  expect([await refusal('@bob'), await refusal(direct.id)]).toEqual([noDirect, noDirect]);
  await ada.ask({ type: 'room.rename', room: team, name: 'crew' });
  expect(await refusal('team')).toEqual([[{ room: team, name: 'crew', state: 'open' }]]);
  const second = await ada.createRoom('hiring', { kind: 'private' });
  const ids = [hiring, second].sort().map((id) => `${id} (private, 1 member, owned by ada)`);
  expect(await refusal('hiring')).toBe(
    `2 rooms are called hiring: ${ids.join(', ')}. Use the id of the one that you mean.`,
  );
  expect(await refusal(second)).toMatchObject([[{ room: second }]]);
  const most = limits.roomsPerInvite;
  const many = await Promise.all(Array.from({ length: most + 1 }, (_, i) => ada.createRoom(`room-${i}`)));
  expect(await refusal(...many)).toBe(`An invite can carry ${most} rooms at most, and these are ${most + 1}.`);
  expect(await refusal(...many.slice(1))).toHaveLength(1);
});

test('the invite that a start shows carries no rooms', async () => {
  await using at = await site({ signup: 'invite' });
  await at.codeFor('hiring');
  const shown = await at.server.invite();
  expect(shown).toMatchObject({ rooms: [], used: 0 });
  await at.codeFor('hiring');
  expect(await at.server.invite()).toEqual(shown);
});

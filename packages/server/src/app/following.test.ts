import { generalRoom, type RoomId } from '@securechat/protocol/ids';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { testContext } from '../testing/context.ts';
import { createApp } from './app.ts';
import type { Caller } from './context.ts';

const fromNothing = { cursors: new Map(), sameHistory: true, recent: 50 };

/** Ada and bob have accounts, and bob has created #team. */
async function setUp() {
  const app = createApp(testContext());
  const signUp = async (user: string): Promise<Caller> => {
    const auth = await app.signUp({ user, password: 'a long enough password', device: 'test', address: '127.0.0.1' });
    if (!auth.ok) throw new Error(auth.error.code);
    return auth.value;
  };
  const [ada, bob] = [await signUp('ada'), await signUp('bob')];
  const created = await app.createRoom(bob, { name: 'team', topic: '' });
  if (!created.ok) throw new Error(created.error.code);
  return { app, ada, team: created.value.id };
}

/**
 * Follows ada's rooms. The read of their presence waits until `go` is called: it is the third call of `ready` with one room, the fifth with
 * two.
 */
function follow({ app, ada }: Awaited<ReturnType<typeof setUp>>, heldQuestion: number) {
  const batches: RoomId[] = [];
  const { promise: held, resolve: go } = Promise.withResolvers<void>();
  let asked = 0;
  const following = app.follow(ada, {
    // Called before and after the batch of each room, and again before its presence is read.
    ready: async () => {
      if (++asked === heldQuestion) await held;
    },
    onBatch: ({ room }) => void batches.push(room),
    onLive: () => {},
    onEphemeral: () => {},
    onState: () => {},
    onFailure: (thrown) => {
      throw thrown;
    },
  });
  return { following, batches, go, isHeld: () => asked >= heldQuestion };
}

test('a room joined and sent during a sync is in the reply, since a reader drops all others', async () => {
  const all = await setUp();
  const { team } = all;
  const { following, batches, go, isHeld } = follow(all, 3);
  const answer = following.start(fromNothing);
  await eventually(isHeld);
  await all.app.joinRoom(all.ada, '#team');
  await eventually(() => batches.includes(team));
  go();
  expect((await answer).map(({ id }) => id).sort()).toEqual([generalRoom, team]);
  following.stop(false);
});

test('a room left during a sync is not in the reply', async () => {
  const all = await setUp();
  await all.app.joinRoom(all.ada, '#team');
  const { following, go, isHeld } = follow(all, 5);
  const answer = following.start(fromNothing);
  await eventually(isHeld);
  await all.app.leaveRoom(all.ada, all.team);
  go();
  expect((await answer).map(({ id }) => id)).toEqual([generalRoom]);
  following.stop(false);
});

import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { user } from '../../testing/values.ts';

const minuteMs = 60_000;

test('/nick, /status, /away and /back change the profile, and say what others see', async () => {
  await using chat = await openChat();
  chat.enter('/nick Ada Lovelace');
  await eventually(() =>
    chat.screen().includes('Your display name is Ada Lovelace. Others still mention you as @ada.'),
  );
  chat.enter('/nick Ada L.');
  await eventually(() => chat.screen().includes('Your display name is Ada L. Others still mention you as @ada.'));
  chat.enter('/status on the engine');
  await eventually(() => chat.screen().includes('Your status is: on the engine'));
  chat.enter('/away lunch');
  await eventually(() => chat.screen().includes('You are away: lunch. /back ends it.'));
  chat.server.push({ type: 'profile-changed', user: user('ada'), displayName: 'Ada Lovelace', away: 'lunch' });
  expect(chat.status()).toContain('ada (away)');
  chat.enter('/nick');
  await eventually(() => chat.screen().includes('You are Ada Lovelace. Set one: /nick NAME'));
  chat.enter('/back');
  await eventually(() => chat.screen().includes('You are no longer away.'));
  chat.server.push({ type: 'profile-changed', user: user('ada') });
  chat.enter('/back');
  await eventually(() => chat.screen().includes('You are not away.'));
  chat.enter('/nick none');
  await eventually(() => chat.screen().includes('Your display name was removed.'));
  chat.enter('/status -');
  await eventually(() => chat.screen().includes('Your status was removed.'));
  expect(chat.sentOf('profile.set').map(({ id: _, type: __, ...change }: Record<string, unknown>) => change)).toEqual([
    { displayName: 'Ada Lovelace' },
    { displayName: 'Ada L.' },
    { status: 'on the engine' },
    { away: 'lunch' },
    { away: null },
    { displayName: '' },
    { status: '' },
  ]);
});

test('a refused profile is reported with the reason', async () => {
  await using chat = await openChat();
  chat.server.refuse = { 'profile.set': { code: 'too_long' } };
  chat.enter('/status x');
  await eventually(() => chat.screen().includes('refused: too_long'));
});

test('/invisible hides and shows, reads again who is online, and stands in the status line', async () => {
  await using chat = await openChat();
  chat.enter('/invisible');
  await eventually(() => chat.screen().includes('You are invisible'));
  chat.server.push({ type: 'profile-changed', user: user('ada'), hidden: true });
  expect(chat.status()).toContain('ada (invisible)');
  await eventually(() => chat.sentOf('sync').length === 2);
  chat.enter('/invisible off');
  await eventually(() => chat.screen().includes('You are visible again.'));
  chat.enter('/invisible maybe');
  expect(chat.screen()).toContain('Usage: /invisible or /invisible off');
  expect(chat.sentOf('profile.set')).toMatchObject([{ hidden: true }, { hidden: false }]);
});

test('/who shows what is known of somebody, and without a name the members', async () => {
  await using chat = await openChat();
  const bob = { user: 'bob', role: 'member', displayName: 'Bob B.', status: 'busy', online: true, away: 'lunch' };
  chat.server.answers = {
    'profile.get': { type: 'profile', person: bob },
    'room.members': {
      type: 'members',
      room: 'general',
      members: [
        { ...bob, role: 'moderator' },
        { user: 'cyd', role: 'reader', online: false },
      ],
      more: false,
    },
  };
  chat.enter('/who @Bob');
  await eventually(() => /Display name +Bob B\./.test(chat.screen()));
  expect(chat.screen()).toMatch(
    /User name +bob\n.*\n *Status +busy *\n *Presence +away: lunch\n *Role +moderator of #general/,
  );
  chat.key('escape');
  chat.enter('/who');
  await eventually(() => chat.screen().includes('* bob (Bob B. · busy · away: lunch)'));
  chat.key('escape');
  chat.server.refuse = { 'profile.get': { code: 'no_such_user' } };
  chat.enter('/who eve');
  await eventually(() => chat.screen().includes('refused: no_such_user'));
  const asked = chat.sentOf('profile.get').length;
  chat.enter('/who some body');
  expect(chat.screen()).toContain('No account has that user name.');
  expect(chat.sentOf('profile.get')).toHaveLength(asked);
});

test('ten minutes without a key make the device idle, a key ends that, and a new connection is told', async () => {
  await using chat = await openChat();
  const idle = () => chat.sentOf('idle.set').map((frame) => 'on' in frame && frame.on);
  chat.key('escape');
  chat.clock.advance(10 * minuteMs);
  expect(idle()).toEqual([true]);
  chat.server.cut();
  chat.clock.advance(minuteMs);
  await eventually(() => idle().length === 2);
  expect(idle()).toEqual([true, true]);
  chat.controller.paste('pasted');
  expect(idle()).toEqual([true, true, false]);
  chat.stop();
  chat.clock.advance(10 * minuteMs);
  expect(idle()).toHaveLength(3);
});

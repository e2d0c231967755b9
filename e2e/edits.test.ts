import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { filesHold, lacks } from './support/tools.ts';

type Json = { readonly type: string; readonly seq: number; readonly target?: number; readonly text?: string };
const jsonLines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);

test('edit and delete change messages; history prints them as they are, --raw and tail what happened', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  const seqOf = async (text: string) => jsonLines((await ada.run(['send', '--json', text])).out)[0]?.seq ?? 0;
  const first = await seqOf('helo');
  const second = await seqOf('spam');
  const following = bob.run(['tail', '--json', '--since', String(second), '--count', '3']);
  expect(await ada.run(['edit', String(first), 'hello'])).toEqual({ code: 0, out: '', err: '' });
  const json = await ada.run(['edit', '--json', String(first), '--if-rev', String(second + 1)], {
    input: 'hello\nall\n',
  });
  expect(jsonLines(json.out)[0]).toMatchObject({ room: 'general', seq: second + 2, target: first, user: 'ada' });
  expect(await ada.run(['delete', String(second), '--reason', 'not useful'])).toEqual({ code: 0, out: '', err: '' });

  const history = async (...flags: string[]) => (await bob.run(['history', ...flags])).out;
  expect(jsonLines(await history('--json')).filter(({ type }) => type === 'message')).toMatchObject([
    { seq: first, text: 'hello\nall', rev: second + 2, edited: expect.any(String) },
    { seq: second, kind: 'deleted', deleted: { by: 'ada', reason: 'not useful' } },
  ]);
  expect(await history()).toMatch(/ada {2}hello\n {7}all \(edited\)\n.*ada {2}\(message deleted: not useful\)\n$/);
  const changes = [
    { type: 'message-edited', target: first, text: 'hello' },
    { type: 'message-edited', target: first, text: 'hello\nall' },
    { type: 'message-deleted', target: second, reason: 'not useful' },
  ];
  expect(jsonLines(await history('--json', '--raw')).slice(-3)).toMatchObject(changes);
  expect(await history('--raw', '--limit', '1')).toMatch(new RegExp(`ada deleted message ${second}: not useful`));
  expect(jsonLines((await following).out)).toMatchObject(changes);

  const refusals: [string[], number, RegExp][] = [
    [['edit', String(second), 'x'], 5, /That message was deleted\./],
    [['edit', '999', 'x'], 5, /There is no such message in that room\./],
    [['edit', String(first), '--if-rev', String(first), 'x'], 5, /was changed since you read it\./],
    [['edit', String(first), '/help'], 2, /Unknown command \/help\./],
    [['edit', String(first), ' '], 5, /The message is empty\./],
    [['edit', 'first', 'x'], 2, /Invalid message number "first"\./],
    [['delete', '0'], 2, /Invalid message number "0"\./],
    [['delete', '--room', 'nowhere', '1'], 5, /There is no room #nowhere/],
  ];
  for (const [args, code, message] of refusals) {
    const ran = await ada.run(args);
    expect([ran.code, ran.err], args.join(' ')).toEqual([code, expect.stringMatching(message)]);
  }
  const others = await bob.run(['delete', String(first)]);
  expect([others.code, others.err]).toEqual([5, expect.stringMatching(/role .*does not allow this|not yours|author/)]);
});

test.skipIf(lacks('tmux'))(
  'in the chat a message is edited with Up, and what is not saved survives kill -9',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    using terminal = openTerminal({ columns: 100 });
    const pid = await openChat(terminal, ada);
    // Before the room is there, a message cannot be sent.
    await terminal.sees('bob joined #general');
    terminal.type('helo\r');
    await terminal.sees(/\d\d:\d\d ada {2}helo/);
    terminal.type('a draft');
    terminal.key('C-u', 'Up');
    await terminal.sees('editing “helo” · Enter saves, Escape cancels');
    terminal.key('BSpace');
    terminal.type('lo\r');
    await terminal.sees('ada  hello (edited)');
    await eventually(async () => (await bob.run(['history'])).out.includes('hello (edited)'));

    terminal.type('half a sentence');
    terminal.key('M-s', 'e');
    await terminal.sees('> hello');
    terminal.type(' again');
    terminal.keep('editing');
    // Longer than a draft takes to be stored.
    await eventually(() => filesHold(`${ada.home}/accounts`, 'hello again'));
    process.kill(pid, 'SIGKILL');
    await terminal.sees('your terminal was restored');
    await openChat(terminal, ada, { before: 'reset; clear' });
    await terminal.sees('online');
    await terminal.sees('editing “hello”');
    await terminal.sees('> hello again');
    terminal.key('Enter');
    await terminal.sees('ada  hello again (edited)');
    await terminal.sees('> half a sentence');

    terminal.key('M-s', 'd');
    await terminal.sees('Press d again to delete your message for everybody: “hello again”');
    terminal.key('d');
    await terminal.sees('ada  (message deleted)');
    terminal.key('C-c');
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
    expect((await bob.run(['history', '--raw', '--json'])).out).not.toContain('hello');
  },
);

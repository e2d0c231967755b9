import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { run, serverWith, start } from './support/cli.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks } from './support/tools.ts';

const old = 'the long password of ada';
const fresh = 'seven green bottles';

test('securechat password replaces the password, keeps this device and logs out the others', async () => {
  await using site = await serverWith('ada');
  const { folder, server, ada } = site;
  const where = ['--server', server.url, '--pin', server.pin, '--token-store', 'file', '--home', folder.in('phone')];
  const logIn = (password: string) => run(['login', 'ada', ...where, '--password-stdin'], { input: `${password}\n` });
  expect(await logIn(old)).toMatchObject({ code: 0 });
  const other = start(['tail', '--json', '--since', '0', ...where]);
  await eventually(() => other.lines().length > 0);

  const change = (input: string) => ada.run(['password', '--password-stdin'], { input });
  expect(await change(`not it\n${fresh}\n`)).toMatchObject({
    code: 3,
    err: expect.stringContaining('current password is wrong'),
  });
  expect(await change(`${old}\nshort\n`)).toMatchObject({
    code: 5,
    err: expect.stringContaining('at least 12 characters'),
  });
  expect(await change(`${old}\n`)).toMatchObject({ code: 2, err: expect.stringContaining('two lines') });
  expect(await change(`${old}\n${fresh}\n`)).toMatchObject({
    code: 0,
    out: 'Password of ada changed. Your other devices were logged out.\n',
  });

  expect((await other.done).code).toBe(3);
  expect((await ada.run(['whoami'])).code).toBe(0);
  expect((await logIn(old)).code).toBe(3);
  expect((await logIn(fresh)).code).toBe(0);
});

test.skipIf(lacks('tmux')).each(['screen', 'dumb'])(
  'with TERM=%s, passwords can be corrected and are never echoed, and Ctrl-C restores the terminal',
  async (term) => {
    await using site = await serverWith('ada');
    const { ada } = site;
    using terminal = openTerminal({ columns: 100 });
    // The screen may still show the question of the run before.
    const begin = async (run: string) => {
      terminal.enter(
        `clear; echo ${run} run; TERM=${term} ${cliCommand} password ${ada.common.join(' ')}; echo code $?`,
      );
      await terminal.sees(new RegExp(`^${run} run\\nCurrent password:$`, 'm'));
    };
    await begin('first');
    terminal.type('bottles');
    terminal.key('C-u');
    terminal.type(`${old}x`);
    terminal.key('BSpace', 'Enter');
    await terminal.sees(/^New password:$/m);
    terminal.enter(fresh);
    await terminal.sees(/^Repeat the password:$/m);
    terminal.enter(fresh);
    await terminal.sees(/^code 0$/m);
    expect(terminal.screen().join('\n')).not.toMatch(/bottles|the long password/);
    await begin('second');
    terminal.type('bottles');
    terminal.key('C-c');
    await terminal.sees(/^code 130$/m);
    expect(terminal.screen().join('\n')).not.toContain('bottles');
    terminal.enter('clear; stty -a | tr " " "\\n" | grep -E "^-?(echo|icanon)$"');
    await terminal.sees(/^icanon\necho$/m);
  },
);

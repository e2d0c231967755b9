import { expect, onTestFinished, test, vi } from 'vitest';
import { type Actions, runProgram } from './program.ts';

/** Runs a command line whose commands only record their options. */
async function ran(line: string | readonly string[]) {
  const calls: object[] = [];
  let err = '';
  const written = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  onTestFinished(() => written.mockRestore());
  const note = async (flags: object) => calls.push(flags) - calls.length;
  const actions = new Proxy({} as Actions, {
    get:
      () =>
      (...args: object[]) =>
        note(args.at(-1) ?? {}),
  });
  const code = await runProgram(typeof line === 'string' ? line.split(' ') : line, actions, '1.2.3');
  written.mockRestore();
  return { code, err, calls };
}

test('a single-value option is refused when it is given twice', async () => {
  for (const [line, option] of [
    ['serve --port 1 --port 2', '--port'],
    ['--data a --data b', '--data'],
    ['invite --invite-days 1 --invite-days=2', '--invite-days'],
    ['user list --data a --data b', '--data'],
    ['serve --config a --config b', '--config'],
  ] as const) {
    const { code, err, calls } = await ran(line);
    expect({ code, calls }, line).toEqual({ code: 2, calls: [] });
    expect(err, line).toMatch(new RegExp(`option '${option} .*was given twice`));
  }
});

test('an empty value or argument, such as an unset shell variable, is refused', async () => {
  for (const name of ['data', 'port', 'host', 'name', 'origin', 'signup', 'certs', 'config', 'invite-days']) {
    for (const line of [
      ['serve', `--${name}`, ''],
      [`--${name}=`, '--json'],
    ]) {
      const { code, err, calls } = await ran(line);
      expect({ code, calls }, line.join(' ')).toEqual({ code: 2, calls: [] });
      expect(err, line.join(' ')).toMatch(new RegExp(`option '--${name} <.*>' was given an empty value`));
    }
  }
  for (const line of [
    ['backup', ''],
    ['backup', '', '--data', 'a'],
    ['user', 'disable', ''],
    ['user', 'reset-password', ''],
    ['invite', 'revoke', ''],
  ]) {
    const { code, err, calls } = await ran(line);
    expect({ code, calls }, line.join(' ')).toEqual({ code: 2, calls: [] });
    expect(err, line.join(' ')).toMatch(/argument '(FILE|USER|INVITE)' is empty/);
  }
  expect(await ran(['invite', '--uses', ''])).toMatchObject({
    code: 2,
    err: expect.stringContaining('an empty value'),
  });
});

test('a list option and a switch may be repeated', async () => {
  const { code, calls } = await ran('serve --name a.example --name b.example --json --json');
  expect({ code, calls }).toEqual({ code: 0, calls: [expect.objectContaining({ name: ['a.example', 'b.example'] })] });
  expect(await ran('invite --room team --room ops')).toMatchObject({ code: 0, calls: [{ room: ['team', 'ops'] }] });
  expect(await ran(['invite', '--room', ''])).toMatchObject({ code: 2, calls: [] });
});

test('an unknown command is reported as one, although the default command would accept it', async () => {
  for (const line of ['foo', 'foo bar', '--json foo', 'user foo']) {
    const { code, err, calls } = await ran(line);
    expect({ code, calls }, line).toEqual({ code: 2, calls: [] });
    expect(err, line).toContain("unknown command 'foo'");
  }
});

test('`version` is a command too, as in the client', async () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  expect(await ran('version')).toMatchObject({ code: 0, err: '' });
  expect(written).toHaveBeenCalledWith('1.2.3\n');
});

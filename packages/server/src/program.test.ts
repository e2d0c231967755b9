import { expect, onTestFinished, test, vi } from 'vitest';
import { type Actions, runProgram } from './program.ts';

/** Runs a command line whose commands do nothing but remember their options. */
async function ran(line: string) {
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
  const code = await runProgram(line.split(' '), actions, '1.2.3');
  written.mockRestore();
  return { code, err, calls };
}

test('an option that takes one value is refused when it is given twice', async () => {
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

test('an option whose values add up, and a switch, may be repeated', async () => {
  const { code, calls } = await ran('serve --name a.example --name b.example --json --json');
  expect({ code, calls }).toEqual({ code: 0, calls: [expect.objectContaining({ name: ['a.example', 'b.example'] })] });
});

test('a word that is no command is called that, also where the default command would take it', async () => {
  for (const line of ['foo', 'foo bar', '--json foo', 'user foo']) {
    const { code, err, calls } = await ran(line);
    expect({ code, calls }, line).toEqual({ code: 2, calls: [] });
    expect(err, line).toContain("unknown command 'foo'");
  }
});

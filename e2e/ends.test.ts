import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { modesLeftOn } from './support/modes.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks } from './support/tools.ts';

/** Every 20 ms of the first second. */
const moments = Array.from({ length: 50 }, (_, i) => (i + 1) * 20);

test.skipIf(lacks('tmux'))('the terminal is restored whenever the chat is ended in its first second', async () => {
  await using site = await serverWith('ada');
  const { folder, ada } = site;
  using terminal = openTerminal({ columns: 80, rows: 24 });
  await terminal.sees(/\$$/m);
  // The chat is a child of the shell that waits for it, like any command.
  const runs = moments.map((ms, i) => {
    const signal = i % 5 === 4 ? 'TERM' : 'INT';
    const chat = `timeout --foreground -s ${signal} ${ms / 1000} ${cliCommand} chat ${ada.common.join(' ')}`;
    return `${chat}; echo "@$(stty -a | tr ' ;' '\\n\\n' | grep -E '^-?(icanon|echo|isig)$' | tr '\\n' ' ')@${ms}@"`;
  });
  writeFileSync(folder.in('runs.sh'), `${runs.join('\n')}\necho all-over\n`);
  terminal.record(folder.in('written'));
  terminal.type(`clear; bash ${folder.in('runs.sh')}\n`);
  await terminal.sees(/^all-over$/m, 800_000);
  const written = readFileSync(folder.in('written'), 'utf8');
  const parts = written.split(/@([a-z -]*)@(\d+)@/);
  let drawn = 0;
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const [run = '', lines = '', ms] = parts.slice(i, i + 3);
    expect(lines.trim().split(/\s+/).sort(), `${ms} ms`).toEqual(['echo', 'icanon', 'isig']);
    expect(modesLeftOn(run), `${ms} ms`).toEqual([]);
    if (run.includes('\u001b[?1049h')) drawn++;
  }
  expect((parts.length - 1) / 3).toBe(moments.length);
  // On a machine so slow that no chat was drawn within a second, nothing was tested.
  if (drawn === 0) console.warn('no chat was drawn within a second: too slow here');
});

import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { fakeTerminal } from '../testing/screen.ts';
import { jobControl } from './job-control.ts';
import { allModesOn } from './terminal-modes.ts';

function jobs(stop: () => void = () => {}) {
  const terminal = fakeTerminal(80, 24);
  const clock = new FakeClock();
  const did: string[] = [];
  const { stdin, stdout } = terminal;
  const control = jobControl({
    stdin,
    stdout,
    clock,
    lend: async (run) => {
      did.push('handed over');
      await run();
      did.push('taken back');
    },
    stop,
    redraw: () => did.push('redrawn'),
    cannot: () => did.push('cannot'),
  });
  return { control, terminal, clock, did };
}

test('the shell has the terminal while the chat is stopped', async () => {
  const { control, did } = jobs();
  const suspended = control.suspend();
  // A second Ctrl-Z during the stop does nothing.
  await control.suspend();
  control.wasContinued();
  await suspended;
  expect(did).toEqual(['handed over', 'taken back']);
});

test('without a shell to continue it, the chat goes on and reports that', async () => {
  const { control, clock, did } = jobs();
  const suspended = control.suspend();
  clock.advance(100);
  await suspended;
  expect(did).toEqual(['handed over', 'taken back', 'cannot']);
  expect(clock.waiting).toBe(0);
});

test('after a stop by another process all modes are set again', async () => {
  const { control, terminal, did } = jobs();
  Object.assign(terminal.stdin, { isRaw: true });
  control.wasContinued();
  expect(terminal.raw).toEqual([false, true]);
  expect(did).toEqual(['redrawn']);
  await eventually(() => terminal.written.join('') === allModesOn);
});

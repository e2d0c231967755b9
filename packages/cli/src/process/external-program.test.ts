import { FakeClock } from '@securechat/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runExternal, type Suspend } from './external-program.ts';

let interrupts = 0;
const count = () => {
  interrupts++;
};
beforeEach(() => {
  interrupts = 0;
  process.on('SIGINT', count);
});
afterEach(() => void process.off('SIGINT', count));

const interrupt = () => void process.emit('SIGINT');
const listens = () => process.listeners('SIGINT').includes(count);

/** An editor in a terminal where Ctrl+C is pressed while it is handed over and while it is taken back. */
function program() {
  const clock = new FakeClock();
  const lend: Suspend = async (run) => {
    interrupt();
    await run();
    interrupt();
  };
  return { clock, ...runExternal({ editor: 'true', lend, clock }) };
}

test('no Ctrl+C of an editor ends the chat, even if the signal arrives after the exit', async () => {
  const { clock, edit } = program();
  expect(await edit('text')).toEqual({ ok: true, value: 'text' });
  interrupt();
  expect(interrupts).toBe(0);
  clock.advance(1000);
  expect(listens()).toBe(true);
});

test('an editor opened right after another is as safe', async () => {
  const { clock, edit } = program();
  await edit('text');
  clock.advance(900);
  await edit('text');
  clock.advance(900);
  interrupt();
  expect(interrupts).toBe(0);
  clock.advance(100);
  expect(process.listeners('SIGINT').filter((listener) => listener === count)).toHaveLength(1);
});

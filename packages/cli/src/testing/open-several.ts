import { eventually, FakeClock } from '@securechat/testkit';
import type { ControllerParts } from '../chat/controller.ts';
import { fakeDirectory } from './fake-directory.ts';
import { openChat } from './open-chat.ts';

/** A chat on `fake`, with accounts at two other servers. */
export async function openSeveral(given: Partial<ControllerParts> = {}) {
  const clock = new FakeClock();
  const others = fakeDirectory(clock, ['work:9000', 'home.example:8443']);
  const chat = await openChat(['hello'], undefined, { directory: others.directory, ...given });
  const seen = async (look: () => boolean) => {
    await eventually(() => look() || undefined, {
      what: `${chat.list().join(' | ')}\n${chat.screen()}\n${chat.status()}`,
    });
  };
  return { ...chat, others, seen, otherClock: clock };
}

/** The same with both `fake` and `work` open. */
export async function openBoth(given: Partial<ControllerParts> = {}) {
  const chat = await openSeveral({ openToo: ['work'], ...given });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  return { ...chat, work: chat.others.at('work:9000') };
}

import type { RoomId, UserId } from '@securechat/protocol/ids';
import { eventually } from '@securechat/testkit';
import { describe, expect, test } from 'vitest';
import type { Bus, BusMessage } from '../ports/bus.ts';

const typing = (user: string): BusMessage => ({
  kind: 'typing',
  room: 'general' as RoomId,
  user: user as UserId,
  on: true,
});
const userOf = (message: BusMessage): string => (message.kind === 'typing' ? message.user : message.kind);

/** What every bus must do. */
export function busContract(name: string, make: () => Bus): void {
  describe(`bus: ${name}`, () => {
    test('tells every subscriber, in the order of the calls', async () => {
      const bus = make();
      const [first, second]: [string[], string[]] = [[], []];
      bus.subscribe((message) => first.push(userOf(message)));
      bus.subscribe((message) => second.push(userOf(message)));
      const told = Array.from({ length: 100 }, (_, i) => `u${i}`);
      for (const user of told) bus.publish(typing(user));
      await eventually(() => first.length === 100 && second.length === 100);
      expect(first).toEqual(told);
      expect(second).toEqual(told);
    });

    test('carries everything a piece of tidings says', async () => {
      const bus = make();
      const heard: BusMessage[] = [];
      bus.subscribe((message) => heard.push(message));
      bus.publish(typing('ada'));
      await eventually(() => heard.length === 1);
      expect(heard[0]).toEqual(typing('ada'));
    });

    test('one that has unsubscribed hears no more, and another hears on', async () => {
      const bus = make();
      const [gone, here]: [string[], string[]] = [[], []];
      const leave = bus.subscribe((message) => gone.push(userOf(message)));
      bus.subscribe((message) => here.push(userOf(message)));
      bus.publish(typing('ada'));
      await eventually(() => here.length === 1);
      leave();
      leave();
      bus.publish(typing('bob'));
      await eventually(() => here.length === 2);
      expect(gone).toEqual(['ada']);
    });

    test('a subscriber that throws hurts no other', async () => {
      const bus = make();
      const heard: string[] = [];
      bus.subscribe(() => {
        throw new Error('on purpose');
      });
      bus.subscribe((message) => heard.push(userOf(message)));
      expect(() => bus.publish(typing('ada'))).not.toThrow();
      bus.publish(typing('bob'));
      await eventually(() => heard.length === 2);
      expect(heard).toEqual(['ada', 'bob']);
    });

    test('what is published while hearing comes afterwards, for everyone', async () => {
      const bus = make();
      const heard: string[] = [];
      bus.subscribe((message) => {
        if (userOf(message) === 'ada') bus.publish(typing('answer'));
      });
      bus.subscribe((message) => heard.push(userOf(message)));
      bus.publish(typing('ada'));
      await eventually(() => heard.length === 2);
      expect(heard).toEqual(['ada', 'answer']);
    });
  });
}

import type { RoomId, UserId } from '@securechat/protocol/ids';
import { eventually } from '@securechat/testkit';
import { describe, expect, test } from 'vitest';
import type { Bus, Tidings } from '../ports/bus.ts';

const typing = (user: string): Tidings => ({
  kind: 'typing',
  room: 'general' as RoomId,
  user: user as UserId,
  on: true,
});
const userOf = (tidings: Tidings): string => (tidings.kind === 'typing' ? tidings.user : tidings.kind);

/** What every bus must do. */
export function busContract(name: string, make: () => Bus): void {
  describe(`bus: ${name}`, () => {
    test('tells every subscriber, in the order of the calls', async () => {
      const bus = make();
      const [first, second]: [string[], string[]] = [[], []];
      bus.subscribe((tidings) => first.push(userOf(tidings)));
      bus.subscribe((tidings) => second.push(userOf(tidings)));
      const told = Array.from({ length: 100 }, (_, i) => `u${i}`);
      for (const user of told) bus.publish(typing(user));
      await eventually(() => first.length === 100 && second.length === 100);
      expect(first).toEqual(told);
      expect(second).toEqual(told);
    });

    test('carries everything a piece of tidings says', async () => {
      const bus = make();
      const heard: Tidings[] = [];
      bus.subscribe((tidings) => heard.push(tidings));
      bus.publish(typing('ada'));
      await eventually(() => heard.length === 1);
      expect(heard[0]).toEqual(typing('ada'));
    });

    test('one that has unsubscribed hears no more, and another hears on', async () => {
      const bus = make();
      const [gone, here]: [string[], string[]] = [[], []];
      const leave = bus.subscribe((tidings) => gone.push(userOf(tidings)));
      bus.subscribe((tidings) => here.push(userOf(tidings)));
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
      bus.subscribe((tidings) => heard.push(userOf(tidings)));
      expect(() => bus.publish(typing('ada'))).not.toThrow();
      bus.publish(typing('bob'));
      await eventually(() => heard.length === 2);
      expect(heard).toEqual(['ada', 'bob']);
    });

    test('what is published while hearing comes afterwards, for everyone', async () => {
      const bus = make();
      const heard: string[] = [];
      bus.subscribe((tidings) => {
        if (userOf(tidings) === 'ada') bus.publish(typing('answer'));
      });
      bus.subscribe((tidings) => heard.push(userOf(tidings)));
      bus.publish(typing('ada'));
      await eventually(() => heard.length === 2);
      expect(heard).toEqual(['ada', 'answer']);
    });
  });
}

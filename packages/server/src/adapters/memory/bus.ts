import type { Bus, BusMessage } from '../../ports/bus.ts';

/** The bus of a single process. `report` hears what a subscriber threw. */
export function createMemoryBus(report: (thrown: unknown) => void = () => {}): Bus {
  const subscribers = new Set<{ readonly hear: (message: BusMessage) => void }>();
  const waiting: BusMessage[] = [];
  let telling = false;

  const tell = (message: BusMessage): void => {
    for (const subscriber of [...subscribers]) {
      if (!subscribers.has(subscriber)) continue;
      try {
        subscriber.hear(message);
      } catch (thrown) {
        report(thrown);
      }
    }
  };

  return {
    publish(message) {
      // What is published while another is being told comes after it, for everyone.
      waiting.push(message);
      if (telling) return;
      telling = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) tell(next);
      } finally {
        telling = false;
      }
    },
    subscribe(hear) {
      const subscriber = { hear };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
  };
}

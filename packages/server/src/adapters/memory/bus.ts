import { type Bus, type BusMessage, type Topic, topicsOf } from '../../ports/bus.ts';

type Subscriber = { readonly onMessage: (message: BusMessage) => void };

const ready = Promise.resolve();

/** The bus of a single process: delivers synchronously and in order. `report` receives exceptions of subscribers. */
export function createMemoryBus(report: (thrown: unknown) => void = () => {}): Bus {
  const topics = new Map<Topic, Set<Subscriber>>();
  const queue: BusMessage[] = [];
  let delivering = false;

  const deliver = (message: BusMessage): void => {
    for (const topic of topicsOf(message)) {
      const subscribers = topics.get(topic);
      for (const subscriber of [...(subscribers ?? [])]) {
        // An earlier subscriber has closed it.
        if (!subscribers?.has(subscriber)) continue;
        try {
          subscriber.onMessage(message);
        } catch (thrown) {
          report(thrown);
        }
      }
    }
  };

  return {
    publish(message) {
      // A message published during a delivery is delivered after it, to every subscriber.
      queue.push(message);
      if (delivering) return;
      delivering = true;
      try {
        for (let next = queue.shift(); next; next = queue.shift()) deliver(next);
      } finally {
        delivering = false;
      }
    },
    subscribe(topic, onMessage) {
      const subscriber = { onMessage };
      const subscribers = topics.get(topic) ?? new Set();
      topics.set(topic, subscribers.add(subscriber));
      const close = () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && topics.get(topic) === subscribers) topics.delete(topic);
      };
      return { ready, close };
    },
    onReconnect: () => () => {},
    async close() {
      for (const subscribers of topics.values()) subscribers.clear();
      topics.clear();
    },
  };
}

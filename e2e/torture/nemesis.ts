import type { ChaosProxy, Mode } from './chaos-proxy.ts';
import type { ClientHandle } from './client-handle.ts';
import type { People } from './people.ts';
import type { Random } from './random.ts';
import { calmLife, type Life, type ServerKeeper } from './server-keeper.ts';

const hourMs = 3_600_000;
/** Within the idle lifetime of a session, which a temporarily wrong clock must not end. */
const offsetsMs = [hourMs, -hourMs, 24 * hourMs, -24 * hourMs] as const;

/** The names of the rooms that clients join and leave. */
export const rooms = { public: ['room-1', 'room-2', 'room-3'], private: ['secret-1', 'secret-2'] } as const;

const hookWeights = { none: 40, 'before-commit': 20, 'after-commit': 20, 'before-fan-out': 20 } as const;
const endWeights = { kill: 82, term: 10, stop: 5, 'stop-and-kill': 3 } as const;
const modeWeights: Readonly<Record<Mode, number>> = {
  clean: 20,
  cut: 25,
  'up-silent': 6,
  'down-silent': 6,
  'black-hole': 6,
  delay: 14,
  split: 13,
  slow: 10,
};

/** What the nemesis attacks. */
export type Victims = {
  readonly server: ServerKeeper;
  readonly proxy: ChaosProxy;
  readonly clients: readonly ClientHandle[];
  readonly people: People;
};

/** The limits of its attacks. */
export type Cruelty = {
  /** Whether strace is available, to make syncs fail. */
  readonly strace: boolean;
  /** Longest stop of the server. */
  readonly longestStopMs: number;
};

const busSeedOf = (random: Random): number => random.whole(1, 2 ** 31);

/** Injects all kinds of faults at once, as its seed decides, until it is stopped. */
export class Nemesis {
  clientKills = 0;
  readonly #victims: Victims;
  readonly #cruelty: Cruelty;
  readonly #loops: Promise<void>[];
  readonly #lastBusSeed: number;
  #over = false;
  #wake = new Set<() => void>();

  constructor(random: Random, victims: Victims, cruelty: Cruelty) {
    this.#victims = victims;
    this.#cruelty = cruelty;
    this.#lastBusSeed = busSeedOf(random);
    const loops = [this.#server, this.#network, this.#people, this.#killClients, this.#clocks];
    this.#loops = loops.map((loop) => loop.call(this, random.fork()));
  }

  /**
   * Ends the faults: the network works, all processes run, and the server stays up. Its bus still drops messages, including the last ones.
   */
  async stop(): Promise<void> {
    this.#over = true;
    for (const wake of this.#wake) wake();
    await Promise.all(this.#loops);
    const { server, proxy, clients } = this.#victims;
    await server.abandon();
    await server.start({ ...calmLife, busSeed: this.#lastBusSeed });
    proxy.heal();
    for (const client of clients) client.tell({ do: 'clock', offsetMs: 0 });
  }

  async #wait(ms: number): Promise<void> {
    if (this.#over) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake.add(done);
    });
  }

  #life(random: Random): Life {
    const hook = random.weighted(hookWeights);
    const hookAfter = random.whole(1, 220);
    const clockOffsetMs = random.next() < 0.3 ? random.pick(offsetsMs) : 0;
    const failEvery = random.next() < 0.05 ? random.whole(5, 40) : 0;
    const error = random.pick(['EIO', 'ENOSPC'] as const);
    // After the syncs of a start, then repeatedly.
    const when = `${random.whole(40, 90)}+${random.whole(3, 12)}`;
    const broken = random.next() < 0.06 && this.#cruelty.strace;
    const busSeed = random.next() < 0.7 ? busSeedOf(random) : 0;
    return { hook, hookAfter, clockOffsetMs, failEvery, busSeed, brokenSync: broken ? { error, when } : undefined };
  }

  async #server(random: Random): Promise<void> {
    const { server } = this.#victims;
    // The life that it was configured in ends first.
    await this.#wait(random.between(300, 1500));
    server.signal('SIGKILL');
    while (!this.#over) {
      await server.ended;
      const ready = await server.start(this.#life(random));
      const lasts = random.between(400, 1700);
      const end = random.weighted(endWeights);
      if (ready) await Promise.race([this.#wait(lasts), server.ended]);
      if (end === 'term') server.signal('SIGTERM');
      else if (end === 'kill') server.signal('SIGKILL');
      else {
        server.signal('SIGSTOP');
        const long = random.next() < 0.15 ? this.#cruelty.longestStopMs : Math.min(4000, this.#cruelty.longestStopMs);
        await this.#wait(random.between(1000, long));
        if (end === 'stop-and-kill') server.signal('SIGKILL');
        server.signal('SIGCONT');
        if (end === 'stop') await Promise.race([this.#wait(1000), server.ended]);
        server.signal('SIGKILL');
      }
    }
  }

  async #network(random: Random): Promise<void> {
    const { proxy } = this.#victims;
    let healAtMs = 0;
    while (!this.#over) {
      await this.#wait(random.between(150, 900));
      const mode = random.weighted(modeWeights);
      proxy.strike(mode, () => random.next() < 0.25);
      if (performance.now() < healAtMs) continue;
      proxy.heal();
      healAtMs = performance.now() + random.between(1500, 8000);
    }
  }

  async #people(random: Random): Promise<void> {
    while (!this.#over) {
      await this.#wait(random.between(30, 200));
      this.#victims.people.act(random);
    }
  }

  async #killClients(random: Random): Promise<void> {
    const killable = this.#victims.clients.filter(({ plan }) => plan.kind !== 'core');
    while (!this.#over && killable.length > 0) {
      await this.#wait(random.between(800, 3000));
      const client = killable[random.whole(0, killable.length)];
      if (this.#over || !client) return;
      await client.kill();
      this.clientKills++;
      await this.#wait(random.between(0, 800));
      client.start();
    }
  }

  async #clocks(random: Random): Promise<void> {
    while (!this.#over) {
      await this.#wait(random.between(3000, 10_000));
      const client = this.#victims.clients[random.whole(0, this.#victims.clients.length)];
      client?.tell({ do: 'clock', offsetMs: random.next() < 0.5 ? 0 : random.pick(offsetsMs) });
    }
  }
}

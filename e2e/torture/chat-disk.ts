import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Cache, type ChatClientOptions, cacheWith, type OutboxStore } from '@securechat/client';
import { openLocalStore } from '../../packages/cli/src/local-data/sqlite-store.ts';
import type { ClientPlan } from './client-plan.ts';
import type { Op, Recorder } from './history.ts';
import { toRow } from './row.ts';

/** Long enough that a kill falls in between. */
const lazyMs = 300;
const everything = 1_000_000;

/** What the terminal chat stores on disk, with its own adapter. */
export class ChatDisk {
  readonly options: Pick<ChatClientOptions, 'outboxStore' | 'cache' | 'userStateStore'>;
  readonly #cache: Cache;
  readonly #tokenFile: string;

  constructor(home: string, mutation: ClientPlan['mutation'], recorder: Recorder) {
    const opened = openLocalStore(`${home}/chat.db`, { maxEvents: everything });
    if (!opened.ok) throw new Error(`chat.db: ${JSON.stringify(opened.error)}`);
    const { outbox, cache, userState } = opened.value;
    this.#cache = cache;
    this.#tokenFile = `${home}/token`;
    this.options = {
      outboxStore: recording(mutation === 'outbox-not-on-disk' ? forgetful(outbox) : outbox, recorder),
      cache: mutation === 'cursor-saved-before-apply' ? hasty(cache) : cache,
      userStateStore: userState,
    };
  }

  get token(): string | undefined {
    return existsSync(this.#tokenFile) ? readFileSync(this.#tokenFile, 'utf8') : undefined;
  }

  set token(token: string) {
    writeFileSync(this.#tokenFile, token);
  }

  /** Records what is stored: each room from its first stored event, with the jumps over times without membership. */
  recordStored(client: string, recent: number, recorder: Recorder): void {
    for (const { id: room } of this.#cache.load(0).rooms) {
      const events = this.#cache.before(room, Number.MAX_SAFE_INTEGER, everything);
      let at = (events[0]?.seq ?? 1) - 1;
      const jump = (to: Extract<Op, { t: 'jump' }>['jump'], after: number) =>
        recorder.add({ t: 'jump', client, room, jump: to, after, head: after + recent, recent });
      jump('new', at);
      for (const event of events) {
        if (event.seq !== at + 1) jump('rejoined', event.seq - 1);
        recorder.add({ t: 'recv', client, room, ...toRow(event) });
        at = event.seq;
      }
    }
  }
}

/** Records what is removed before it is removed: a kill in between only makes the outbox send it again. */
const recording = (outbox: OutboxStore, recorder: Recorder): OutboxStore => ({
  load: () => outbox.load(),
  put: (change) => outbox.put(change),
  drop: (id) => {
    recorder.add({ t: 'settled', id });
    outbox.drop(id);
  },
});

/** Stores no messages. */
const forgetful = (outbox: OutboxStore): OutboxStore => ({
  load: () => outbox.load(),
  put: () => {},
  drop: (id) => outbox.drop(id),
});

/** Stores the cursor immediately and the events it leads to later. */
const hasty = (cache: Cache): Cache =>
  cacheWith(cache, (run) => {
    cache.apply({ ...run, events: [] });
    setTimeout(() => cache.apply({ ...run, begins: false }), lazyMs);
  });

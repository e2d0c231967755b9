import type { Server } from 'node:https';
import { err, limits, ok, type Result } from '@securechat/protocol';
import { loadCertificate } from './adapters/certificate.ts';
import { isCommonPassword } from './adapters/common-passwords.ts';
import { createJsonLog } from './adapters/json-log.ts';
import { createMemoryLimiter, messageBudget, nameBudget } from './adapters/memory-limiter.ts';
import { createMemoryPresenceStore } from './adapters/memory-presence-store.ts';
import { openBus } from './adapters/open-bus.ts';
import { storeEngine } from './adapters/open-store.ts';
import { loadPepper } from './adapters/pepper.ts';
import { randomIds } from './adapters/random-ids.ts';
import { systemClock } from './adapters/system-clock.ts';
import { ownNames, publicAddress } from './addresses.ts';
import { deleteAbandonedRooms } from './app/abandoned-rooms.ts';
import { type App, createApp } from './app/app.ts';
import { ConnectionPlaces } from './app/connection-places.ts';
import type { Context } from './app/context.ts';
import { KnownAddresses } from './app/known-addresses.ts';
import { LimitLog } from './app/limit-log.ts';
import { SteadyTime } from './app/steady-time.ts';
import { runChecks } from './checks.ts';
import { busUrl, type Config, storeUrl } from './config.ts';
import { readPage, startHttpGateway } from './gateways/http/http-gateway.ts';
import type { Hosts } from './gateways/origins.ts';
import type { Gateway, GatewayContext } from './gateways/shared/gateway.ts';
import { WriteScheduler } from './gateways/shared/write-scheduler.ts';
import { startWsGateway } from './gateways/ws/ws-gateway.ts';
import { createHasher } from './hasher.ts';
import { type Invitation, Invites } from './invites.ts';
import { writeLastStart } from './last-start.ts';
import { logOperators } from './operator-log.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import type { StoreEngine } from './ports/store-engine.ts';
import { createTlsServer, LiveCertificate, listen } from './tls-server.ts';
import { releasedMs } from './version.ts';

/** How long a stop may take before the remaining connections are cut off. */
const stopWithinMs = 8000;
/** How often the wall clock is compared with the monotonic one. */
const clockCheckMs = 10_000;
/** How often the certificate is read again, so that the server's own one is renewed while it runs. */
const certificateCheckMs = 12 * 60 * 60 * 1000;
/** How often rooms without members are looked for. */
const abandonedCheckMs = 24 * 60 * 60 * 1000;

/** A running server. */
export type Running = {
  /** `wss://host:port` as clients reach it. */
  readonly url: string;
  readonly page: string;
  /** The pin of the key in use. */
  readonly pin: string;
  /** The newest open invite, or a new one for one sign-up; null if sign-up needs none. */
  invite(): Promise<Invitation | null>;
  /** Reads the certificate again, and renews the server's own one if that is due. Never fails; returns what happened as a sentence. */
  reloadCertificate(): Promise<string>;
  /** Finishes pending writes, notifies the clients, closes. */
  stop(): Promise<void>;
  /** Resolves with the reason if the server can no longer store anything: only a restart helps. */
  readonly broken: Promise<string>;
};

function createLimiter({ limits: most }: Config, clock: Clock): Limiter {
  const per = (points: number, durationMs: number) => (points > 0 ? [{ points, durationMs }] : []);
  const budgets = {
    message: messageBudget({
      ratePerSecond: most.messageRate,
      burst: most.messageBurst,
      perMinute: most.messagesPerMinute,
    }),
    request: per(most.requestsPerSecond * 2, 2000),
    login: per(most.loginsPerMinute, 60_000),
    loginName: nameBudget(most.loginsPerName),
    password: nameBudget(most.loginsPerName),
    signup: per(most.signupsPerHour, 3_600_000),
    connect: per(most.connectionsPerMinute, 60_000),
  };
  return createMemoryLimiter(budgets, clock);
}

/** Runs repeatedly until the returned function is called. */
function every(ms: number, clock: Clock, run: () => void): () => void {
  let cancel = (): void => {};
  const wait = () => {
    cancel = clock.after(ms, () => {
      run();
      wait();
    });
  };
  wait();
  return () => cancel();
}

/** Deletes rooms without members now and once a day. */
function watchAbandonedRooms(context: Context): () => void {
  const run = () => void deleteAbandonedRooms(context);
  run();
  return every(abandonedCheckMs, context.clock, run);
}

/** The engine is missing if the store was given. */
type OpenedStore = { readonly store: Store; readonly engine?: StoreEngine };

/** Opens the store after all checks; `given` replaces it and skips them. The error is a sentence. */
async function checkAndOpen(
  config: Config,
  given: Store | undefined,
  { fresh, log, died }: { fresh: boolean; log: Log; died: (why: string) => void },
): Promise<Result<OpenedStore, string>> {
  if (given) return ok({ store: given });
  const engine = storeEngine(storeUrl(config));
  if (!engine.ok) return engine;
  for (const { what, level, message } of await runChecks(config, { command: 'serve', fresh })) {
    if (level === 'failed') return err(message);
    if (level === 'warning') log.warn('check', { what, message });
  }
  const opened = await engine.value.open({ died });
  return opened.ok ? ok({ store: opened.value, engine: engine.value }) : opened;
}

/** Looks for damaged pages in the background and logs them. */
function watchForDamage(engine: StoreEngine, store: string, log: Log): () => Promise<void> {
  return engine.findDamage((result) => {
    if (!result.ok) log.warn('the database could not be checked: run doctor', { store, reason: result.error });
    else if (result.value.length === 0) log.info('database checked');
    else log.error('the database is damaged: restore a backup', { store, problems: result.value });
  });
}

/** Creates what the use cases depend on, and the pepper. The error is a sentence. */
async function createContext(parts: {
  config: Config;
  store: Store;
  log: Log;
  given: Partial<Context>;
}): Promise<Result<{ readonly context: Context; readonly pepper: Buffer }, string>> {
  const { config, store, log, given } = parts;
  const pepper = await loadPepper(config.dataDir, (await store.accounts()).length === 0);
  if (!pepper.ok) return pepper;
  const bus = openBus(busUrl, (thrown) => log.error('a subscriber failed', { reason: String(thrown) }));
  if (!bus.ok) return bus;
  const newestMs = await store.newestMs();
  const clock = given.clock ?? systemClock;
  const context: Context = {
    store,
    bus: bus.value,
    presence: createMemoryPresenceStore(clock),
    hasher: createHasher(config, pepper.value),
    limiter: createLimiter(config, clock),
    clock,
    time: new SteadyTime(clock, log, { notBeforeMs: Math.max(newestMs, releasedMs), stampsFromMs: releasedMs }),
    limitLog: new LimitLog(clock, log),
    knownAddresses: new KnownAddresses(),
    ids: randomIds,
    log,
    isCommonPassword,
    settings: {
      signup: config.signup,
      passwordMin: config.passwordMin,
      lifetimes: { idleMs: config.sessionIdleMs, absoluteMs: config.sessionMaxMs },
      presenceGraceMs: limits.presenceGraceMs,
      editWindowMs: config.editWindowMs,
    },
    ...given,
  };
  return ok({ context, pepper: pepper.value });
}

/** Starts the gateways. Connection limits count across all of them. */
function startGateways(
  parts: { readonly app: App; readonly clock: Clock; readonly log: Log },
  { limits: { guests, guestsPerAddress } }: Config,
  { server, hosts }: { readonly server: Server; readonly hosts: Hosts },
): readonly Gateway[] {
  const places = new ConnectionPlaces({ guests, guestsPerAddress, perUser: limits.connectionsPerUser });
  const context: GatewayContext = { ...parts, places, scheduler: new WriteScheduler() };
  return [startWsGateway(server, context, hosts)];
}

/** Stops gateways; resolves after `stopWithinMs` at the latest, when the rest has to be cut off. */
async function stopAll(gateways: readonly Gateway[]): Promise<void> {
  const tooLate = new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref());
  await Promise.race([Promise.all(gateways.map((gateway) => gateway.stop())), tooLate]);
}

/**
 * Starts a server. The error is a sentence for the operator. `pageDir` is the folder of the built page; `given` replaces parts; `fresh`
 * allows an empty database where one has been lost.
 */
export async function startServer(
  config: Config,
  pageDir: string,
  given: Partial<Context> = {},
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<Result<Running, string>> {
  const log = given.log ?? createJsonLog({ level: config.logLevel });
  const { promise: broken, resolve: died } = Promise.withResolvers<string>();
  const opened = await checkAndOpen(config, given.store, { fresh, log, died });
  if (!opened.ok) return opened;
  const { store, engine } = opened.value;
  const fail = async (message: string) => {
    await store.close();
    return err(message);
  };
  const names = ownNames(config.host, config.names);
  const from = { certsDir: config.certsDir, hosts: names };
  const loaded = await loadCertificate({ ...from, nowMs: Date.now() });
  if (!loaded.ok) return await fail(loaded.error);
  const created = await createContext({ config, store, log, given });
  if (!created.ok) return await fail(created.error);
  const { context, pepper } = created.value;
  const app = createApp(context);
  const server = createTlsServer(loaded.value.key, loaded.value.cert);
  const hosts: Hosts = { names: new Set(names), origins: new Set(config.origins) };
  const { clock, time } = context;
  const gateways = startGateways({ app, clock, log }, config, { server, hosts });
  let stopping = false;
  startHttpGateway(server, { page: readPage(pageDir) ?? new Map(), hosts, healthy: () => !stopping });
  const port = await listen(server, config);
  if (!port.ok) return await fail(port.error);
  const certificate = new LiveCertificate({ server, from, log, nowMs: Date.now, current: loaded.value });
  const address = publicAddress(config.host, config.names, port.value);
  writeLastStart(config.dataDir, { address, certsDir: config.certsDir });
  log.info('listening', { host: config.host, port: port.value, generation: store.generation });
  const stopDamageCheck = engine && watchForDamage(engine, storeUrl(config), log);
  const stopTimers = [
    time.watch(clockCheckMs),
    every(certificateCheckMs, clock, () => void certificate.reload()),
    logOperators(store, clock, log),
    watchAbandonedRooms(context),
  ];
  const invites = new Invites(store, pepper);
  return ok({
    broken,
    url: `wss://${address}`,
    page: `https://${address}/`,
    get pin() {
      return certificate.pin;
    },
    invite: async () => {
      if (config.signup !== 'invite') return null;
      const ask = { nowMs: clock.nowMs(), validMs: config.inviteMs };
      return await invites.newestOrNew(ask, { address, pin: certificate.pin });
    },
    reloadCertificate: () => certificate.reload(),
    stop: async () => {
      stopping = true;
      for (const stop of stopTimers) stop();
      server.close();
      const cut = systemClock.after(stopWithinMs, () => server.closeAllConnections());
      await Promise.all([stopAll(gateways), stopDamageCheck?.()]);
      server.closeAllConnections();
      cut();
      app.stop();
      await context.presence.close();
      await context.bus.close();
      await store.close();
      log.info('stopped');
    },
  });
}

import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { err, limits, ok, type Result, type UserId } from '@securechat/protocol';
import { createBcryptHasher } from './adapters/bcrypt-hasher.ts';
import { hasCertificate, loadCertificate } from './adapters/certificate.ts';
import { isCommonPassword } from './adapters/common-passwords.ts';
import { createFlexibleLimiter, messageBudget, nameBudget } from './adapters/flexible-limiter.ts';
import { createJsonLog } from './adapters/json-log.ts';
import { createMemoryBus } from './adapters/memory/bus.ts';
import { loadPepper } from './adapters/pepper.ts';
import { randomIds } from './adapters/random-ids.ts';
import { openSqliteStore } from './adapters/sqlite/store.ts';
import { systemClock } from './adapters/system-clock.ts';
import { inviteLink, ownNames, publicAddress } from './addresses.ts';
import { createApp } from './app/app.ts';
import type { Context } from './app/context.ts';
import type { Config } from './config.ts';
import { judgeName, judgePassword } from './domain/account.ts';
import { readPage, startHttpGateway } from './gateways/http/http-gateway.ts';
import type { Hosts } from './gateways/origins.ts';
import { startWsGateway } from './gateways/ws/ws-gateway.ts';
import { certsDirOf, readLastStart, writeLastStart } from './last-start.ts';
import type { Hasher } from './ports/hasher.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';

/** Bcrypts at once: each takes a thread of the pool, which the rest of the process needs too. */
const hashesAtOnce = 2;
const hashesWaiting = 64;
/** How long a stop may take before what is left is cut off. */
const stopWithinMs = 8000;

/** A server that listens. */
export type Running = {
  /** `wss://host:port` as people reach it. */
  readonly url: string;
  readonly page: string;
  readonly pin: string;
  /** Makes an invite link for one person, where sign-up needs one. */
  invite(): Promise<string | null>;
  /** Finishes what is being written, tells the clients, closes. */
  stop(): Promise<void>;
  /** Resolves with the reason should the server no longer be able to store anything: only a new start helps. */
  readonly broken: Promise<string>;
};

function createHasher(config: Config, pepper: Buffer): Hasher {
  return createBcryptHasher({ pepper, cost: config.bcryptCost, atOnce: hashesAtOnce, queue: hashesWaiting });
}

function createLimiter({ limits: most }: Config): Limiter {
  const per = (points: number, durationMs: number) => (points > 0 ? [{ points, durationMs }] : []);
  return createFlexibleLimiter({
    message: messageBudget({
      ratePerSecond: most.messageRate,
      burst: most.messageBurst,
      perMinute: most.messagesPerMinute,
    }),
    request: per(most.requestsPerSecond * 2, 2000),
    login: per(most.loginsPerMinute, 60_000),
    loginName: nameBudget(most.loginsPerName),
    signup: per(most.signupsPerHour, 3_600_000),
    connect: per(most.connectionsPerMinute, 60_000),
  });
}

/** Makes an invite in the store and returns its link. */
async function makeInvite(store: Store, config: Config, pin: string, address: string): Promise<string> {
  const code = randomIds.invite();
  const atMs = systemClock.nowMs();
  await store.createInvite({ codeHash: randomIds.digest(code), atMs, expiresMs: atMs + config.inviteMs });
  return inviteLink(address, pin, code);
}

async function listen(server: Server, { host, port }: Config): Promise<Result<number, string>> {
  return await new Promise((resolve) => {
    server.once('error', (error: Error & { code?: string }) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is in use. Stop the program that has it, or choose another with --port.`,
        EACCES: `Port ${port} may not be used by this user. Choose one above 1023 with --port.`,
        EADDRNOTAVAIL: `${host} is no address of this machine. Choose another with --host.`,
        ENOTFOUND: `The name ${host} is not known. Choose an address with --host.`,
      };
      resolve(err(why[error.code ?? ''] ?? `Listening on ${host}:${port} failed: ${error.message}.`));
    });
    server.listen({ host, port }, () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

/** The HTTPS server with its deadlines; a header or a handshake that dawdles is cut off. */
function createTlsServer(key: string, cert: string): Server {
  // Deadlines are looked at this often; Node's own 30 s would let one of 10 s last for 40.
  const connectionsCheckingInterval = 5000;
  const server = createServer({
    key,
    cert,
    minVersion: 'TLSv1.2',
    handshakeTimeout: 10_000,
    connectionsCheckingInterval,
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = 5000;
  server.maxHeadersCount = 64;
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}

/** Starts a server. The error is a sentence for the operator. `pageDir` is where the built page lies; `given` replaces parts. */
export async function startServer(
  config: Config,
  pageDir: string,
  given: Partial<Context> = {},
): Promise<Result<Running, string>> {
  const log = createJsonLog({ level: config.logLevel });
  const names = ownNames(config.host, config.names);
  const certificate = await loadCertificate({ certsDir: config.certsDir, hosts: names, nowMs: Date.now() });
  if (!certificate.ok) return certificate;
  const { promise: broken, resolve: died } = Promise.withResolvers<string>();
  const opened = given.store ? ok(given.store) : await openSqliteStore({ dataDir: config.dataDir, died });
  if (!opened.ok) return err(opened.error.say);
  const store = opened.value;
  const fail = async (say: string) => {
    await store.close();
    return err(say);
  };
  const pepper = await loadPepper(config.dataDir, (await store.accounts()).length === 0);
  if (!pepper.ok) return await fail(pepper.error);
  const context: Context = {
    store,
    bus: createMemoryBus((thrown) => log.error('a subscriber failed', { reason: String(thrown) })),
    hasher: createHasher(config, pepper.value),
    limiter: createLimiter(config),
    clock: systemClock,
    ids: randomIds,
    log,
    isCommonPassword,
    settings: {
      signup: config.signup,
      passwordMin: config.passwordMin,
      lifetimes: { idleMs: config.sessionIdleMs, absoluteMs: config.sessionMaxMs },
      presenceGraceMs: limits.presenceGraceMs,
    },
    ...given,
  };
  const app = createApp(context);
  const server = createTlsServer(certificate.value.key, certificate.value.cert);
  const hosts: Hosts = { names: new Set(names), origins: new Set(config.origins) };
  const mostGuests = { all: config.limits.guests, perAddress: config.limits.guestsPerAddress };
  const { clock } = context;
  const ws = startWsGateway(server, { app, clock, log, hosts, mostGuests });
  let stopping = false;
  startHttpGateway(server, { page: readPage(pageDir) ?? new Map(), hosts, healthy: () => !stopping });
  const port = await listen(server, config);
  if (!port.ok) return await fail(port.error);
  const { pin } = certificate.value;
  const address = publicAddress(config.host, config.names, port.value);
  writeLastStart(config.dataDir, { address, certsDir: config.certsDir });
  log.info('listening', { host: config.host, port: port.value, generation: store.generation });
  return ok({
    broken,
    url: `wss://${address}`,
    page: `https://${address}/`,
    pin,
    invite: async () => (config.signup === 'invite' ? await makeInvite(store, config, pin, address) : null),
    stop: async () => {
      stopping = true;
      server.close();
      const cut = systemClock.after(stopWithinMs, () => server.closeAllConnections());
      await Promise.race([ws.stop(), new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref())]);
      server.closeAllConnections();
      cut();
      app.stop();
      await store.close();
      log.info('stopped');
    },
  });
}

/** What the operator's commands do, beside a running server or without one. */
export type Operator = {
  /** Makes an invite and returns its link. The error is a sentence. */
  invite(): Promise<Result<string, string>>;
  users(): Promise<readonly Account[]>;
  /** Sets a new password and ends the user's sessions. The error is a sentence. */
  resetPassword(user: string, password: string): Promise<Result<void, string>>;
  setDisabled(user: string, disabled: boolean): Promise<Result<void, string>>;
  close(): Promise<void>;
};

/** Opens the store of a server for its operator. The error is a sentence. */
export async function openOperator(config: Config): Promise<Result<Operator, string>> {
  const opened = await openSqliteStore({ dataDir: config.dataDir, shared: true });
  if (!opened.ok) return err(opened.error.say);
  const store = opened.value;
  const find = async (typed: string): Promise<Result<UserId, string>> => {
    const name = judgeName(typed);
    const known = name.ok && (await store.account(name.value));
    return known ? ok(known.user) : err(`There is no user ${JSON.stringify(typed)}. See: securechat-server user list`);
  };
  return ok({
    invite: async () => {
      // Beside a server that runs, or ran: the link leads there unless the flags say otherwise.
      const last = readLastStart(config.dataDir);
      const certsDir = certsDirOf(config);
      // A new certificate would have another pin than the server.
      if (!hasCertificate(certsDir))
        return err(`There is no certificate in ${certsDir}; give the --certs that you gave to serve.`);
      const hosts = ownNames(config.host, config.names);
      const certificate = await loadCertificate({ certsDir, hosts, nowMs: Date.now() });
      if (!certificate.ok) return certificate;
      const said = publicAddress(config.host, config.names, config.port);
      const address = config.placed ? said : (last?.address ?? said);
      return ok(await makeInvite(store, config, certificate.value.pin, address));
    },
    users: () => store.accounts(),
    resetPassword: async (typed, password) => {
      const user = await find(typed);
      if (!user.ok) return user;
      const judged = judgePassword(password, { user: user.value, min: config.passwordMin, isCommon: isCommonPassword });
      if (!judged.ok) return err(judged.error.detail ?? 'That password is too weak.');
      const pepper = await loadPepper(config.dataDir, false);
      if (!pepper.ok) return pepper;
      const hash = await createHasher(config, pepper.value).hash(judged.value);
      if (!hash.ok) return err('Hashing failed. Try again.');
      await store.setPassword({ user: user.value, passwordHash: hash.value, endSessions: true });
      return ok(undefined);
    },
    setDisabled: async (typed, disabled) => {
      const user = await find(typed);
      if (!user.ok) return user;
      await store.setDisabled(user.value, disabled);
      return ok(undefined);
    },
    close: () => store.close(),
  });
}

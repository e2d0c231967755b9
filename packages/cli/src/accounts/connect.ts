import { hostname } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import {
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  type Failure,
  type Session,
} from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import { type Err, err, limits, type Result, type ServerFrameOf } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { rememberServer } from '../config/known-servers.ts';
import {
  type At,
  type CommandError,
  commandError,
  commandErrorOf,
  sayWaiting,
  unreachableError,
} from '../output/command-error.ts';
import { mayBeSignedIn, notSignedIn, tokenFor } from './account-token.ts';
import { watchReach } from './reach.ts';
import { resolveAccount, type Target } from './target.ts';

// Slightly longer than the client's own limit.
const closeLimitMs = 3000;

/** Options of a command for its client. */
export type ConnectOptions = Pick<
  ChatClientOptions,
  | 'cursors'
  | 'recent'
  | 'maxLines'
  | 'follow'
  | 'reconnect'
  | 'waitOutSlowDown'
  | 'token'
  | 'outboxStore'
  | 'cache'
  | 'userStateStore'
  | 'setsMarks'
> & {
  /** Maximum length of an interruption, including the first connection; without it the command ends when the first attempt fails. */
  readonly waitMs?: number;
  /** Called before connecting, so that no notice is missed. */
  readonly prepare?: (client: ChatClient, url: string) => void;
};

/** A client with a resumed session. */
export type Opened = {
  readonly client: ChatClient;
  readonly session: Session;
  readonly target: Target;
  /** Resolves when the server could not be reached for longer than the command's `waitMs`. */
  readonly lost: Promise<Failure>;
};

/** Turns a request's failure into the command's error. */
export async function asked<T>(answer: Promise<Result<T, Failure>>, at: At): Promise<Result<T, CommandError>> {
  const result = await answer;
  return result.ok ? result : { ok: false, error: commandErrorOf(result.error, at) };
}

/** The session of a connected client; a server that keeps refusing it ends the command after a while. */
export async function resumedSession(
  client: ChatClient,
  target: Target,
  limitMs: number = 2 * limits.requestTimeoutMs,
): Promise<Result<Session, CommandError>> {
  let cancel = () => {};
  const tooLate = new Promise<Result<Session, Failure>>((resolve) => {
    // A timer cannot hold Infinity; then there is no limit.
    if (Number.isFinite(limitMs)) cancel = nodeClock.after(limitMs, () => resolve(err({ kind: 'timed-out' })));
  });
  const session = await asked(Promise.race([client.resumed(), tooLate]), target);
  cancel();
  if (!session.ok || target.user === undefined || session.value.user === target.user) return session;
  // Only a token from the environment can belong to another user.
  return commandError(
    'usage',
    `SECURECHAT_TOKEN is a session of ${session.value.user}, not of ${target.user}. Unset it, or choose ${session.value.user}.`,
  );
}

/** The name of this device in the list of sessions. */
function deviceName(): string {
  return `securechat on ${hostname().replace(/[^\x20-\x7e]/g, '?')}`.slice(0, 64);
}

/** Creates a client without connecting. */
function makeClient(run: CommandContext, target: Target, options: Omit<ConnectOptions, 'prepare'>): ChatClient {
  return createChatClient({
    url: target.url,
    dialer: nodeDialer(target.pin === undefined ? {} : { pin: target.pin }),
    clock: nodeClock,
    client: { name: 'securechat', version: run.env.version },
    device: deviceName(),
    ...options,
  });
}

/** Creates a client without connecting; runs `use`, and always closes the client. */
async function withMadeClient<T>(
  run: CommandContext,
  target: Target,
  { prepare, ...options }: ConnectOptions,
  use: (client: ChatClient) => Promise<Result<T, CommandError>>,
): Promise<Result<T, CommandError>> {
  const client = makeClient(run, target, options);
  try {
    prepare?.(client, target.url);
    return await use(client);
  } finally {
    const closed = client.close();
    // After Ctrl-C, do not wait for a server that may be gone.
    const leaving = new Promise<void>((left) =>
      nodeClock.after(run.env.interrupted.aborted ? 100 : closeLimitMs, left),
    );
    await Promise.race([closed, leaving]);
  }
}

/** Connects; runs `use` with the client and the server's welcome, and always closes the client. */
export async function withClient<T>(
  run: CommandContext,
  target: Target,
  options: ConnectOptions,
  use: (client: ChatClient, welcome: ServerFrameOf<'welcome'>) => Promise<Result<T, CommandError>>,
): Promise<Result<T, CommandError>> {
  return await withMadeClient(run, target, options, async (client) => {
    const welcome = await asked(client.connect(), target);
    return welcome.ok ? await use(client, welcome.value) : welcome;
  });
}

/** The token for the client, which awaits it only after the greeting: a keychain may take as long as a server. */
async function forClient(token: Promise<Result<string, CommandError>>): Promise<Result<string, string>> {
  const found = await token;
  return found.ok ? found : { ok: false, error: found.error.message };
}

/** Yields once, so that the keychain's process starts before anything else: it takes longest of all. */
const keychainFirst = () => setImmediate();

/** Finds the server and resumes the session of this home; runs `use`, and always closes the client. */
export async function withSession<T>(
  run: CommandContext,
  options: ConnectOptions,
  use: (opened: Opened) => Promise<Result<T, CommandError>>,
): Promise<Result<T, CommandError>> {
  const target = await resolveAccount(run);
  return target.ok ? await withSessionAt(run, target.value, options, use) : target;
}

/** As `withSession`, for a target that is already resolved. */
export async function withSessionAt<T>(
  run: CommandContext,
  target: Target,
  { waitMs, ...options }: ConnectOptions,
  use: (opened: Opened) => Promise<Result<T, CommandError>>,
): Promise<Result<T, CommandError>> {
  if (!mayBeSignedIn(target)) return notSignedIn(target);
  const asking = tokenFor(run, target);
  await keychainFirst();
  return await withMadeClient(run, target, { ...options, token: forClient(asking) }, async (client) => {
    const reach = watchReach(client, nodeClock, waitMs ?? Number.POSITIVE_INFINITY, (failure) => {
      if (waitMs !== undefined && run.env.stderr.isTTY) run.out.note(sayWaiting(failure, target.url, waitMs));
    });
    const connecting = client.connect();
    const token = await asking;
    if (!token.ok) return token;
    if (waitMs === undefined) {
      const welcome = await asked(connecting, target);
      if (!welcome.ok) return welcome;
    }
    const session =
      waitMs === undefined
        ? await resumedSession(client, target)
        : await sessionInTime(run, client, target, { lost: reach.lost, waitMs });
    if (!session.ok) return session;
    noteUse(run, target);
    const ended = await use({ client, session: session.value, target, lost: reach.lost });
    reach.stop();
    return ended;
  });
}

/** The session of a client, once its server can be reached. */
async function sessionInTime(
  run: CommandContext,
  client: ChatClient,
  target: Target,
  { lost, waitMs }: { readonly lost: Promise<Failure>; readonly waitMs: number },
): Promise<Result<Session, CommandError>> {
  const interrupted = new Promise<Err<CommandError>>((resolve) => {
    const end = () => resolve(commandError('interrupted', ''));
    if (run.env.interrupted.aborted) end();
    run.env.interrupted.addEventListener('abort', end);
  });
  return await Promise.race([
    resumedSession(client, target, Number.POSITIVE_INFINITY),
    lost.then((failure) => err(unreachableError(failure, target, waitMs))),
    interrupted,
  ]);
}

/** As `withSession`, for a screen: if there is stored history to show, the screen opens without waiting for the server or the keychain. */
export async function withScreen<T>(
  run: CommandContext,
  target: Target,
  options: ConnectOptions,
  use: (client: ChatClient) => Promise<Result<T, CommandError>>,
): Promise<Result<T, CommandError>> {
  if (!mayBeSignedIn(target)) return notSignedIn(target);
  const asking = tokenFor(run, target);
  await keychainFirst();
  let missing: Err<CommandError> | undefined;
  void asking.then((token) => {
    if (!token.ok) missing = token;
  });
  return await withMadeClient(run, target, { ...options, token: forClient(asking) }, async (client) => {
    const connecting = asked(client.connect(), target);
    if (client.getSnapshot().rooms.length === 0) {
      const token = await asking;
      if (!token.ok) return token;
      const welcome = await connecting;
      if (!welcome.ok) return welcome;
      const session = await resumedSession(client, target);
      if (!session.ok) return session;
    }
    noteUse(run, target);
    const ended = await use(client);
    // The screen knows only that it had to end; it may also have ended for another reason.
    return !ended.ok && ended.error.exit === 'not_signed_in' ? (missing ?? ended) : ended;
  });
}

/** A client that connects while the chat is open; a missing token is reported as an ended session. */
export function connectingClient(run: CommandContext, target: Target, options: ConnectOptions): ChatClient {
  const client = makeClient(run, target, { ...options, token: forClient(tokenFor(run, target)) });
  void client.connect();
  return client;
}

/** Stores the pin given with --pin. The default server does not change, and a read-only home is not an error. */
function noteUse(run: CommandContext, target: Target): void {
  rememberServer(target.home, target.url, target.pin === undefined ? {} : { pin: target.pin }, run.env.nowMs());
}

import { err, PROTOCOL_VERSION, type Result, retryOf, type ServerFrameOf, sayError } from '@securechat/protocol';
import type { Failure } from './api.ts';
import type { Authenticator } from './authenticator.ts';
import type { ChatStore } from './chat/store.ts';
import type { Follower } from './follower.ts';
import type { Connection } from './link/connection.ts';
import { type ConnectionEnd, givenUp } from './link/connection-end.ts';
import type { Link } from './link/link.ts';
import type { Outbox } from './outbox.ts';
import type { Requests } from './requests.ts';

export type ConnectParts = {
  readonly client: { readonly name: string; readonly version: string };
  readonly link: Pick<Link, 'ready'>;
  readonly requests: Pick<Requests, 'ask'>;
  readonly session: Authenticator;
  readonly store: ChatStore;
  /** Undefined if nothing is followed. */
  readonly follower: Follower | undefined;
  readonly outbox: Outbox;
};

/**
 * Everything that a client does on one connection: awaits the socket, greets, resumes the session, catches up and opens the outbox. Ends
 * with the connection, whatever it awaits then, and resolves with the reason.
 */
export async function connect(connection: Connection, parts: ConnectParts): Promise<ConnectionEnd> {
  const { client, link, requests, session, store, follower, outbox } = parts;
  const { signal } = connection;
  await connection.orEnd(connection.opened);
  // A connection may end between an answer and the code that awaits it. What began on it after that would never stop.
  if (signal.aborted) return signal.reason;

  const greeting = requests.ask('hello', { version: PROTOCOL_VERSION, client });
  // A known token is sent together with the greeting to save a round trip. A server that refuses one refuses both.
  const resuming = session.resume();
  const welcome = await answerTo(connection, greeting);
  if (!welcome.ok) return connection.end(welcome.error);
  if (signal.aborted) return signal.reason;
  connection.watch(welcome.value.heartbeatMs);
  session.welcomed(welcome.value);

  const signedIn = await (resuming ? answerTo(connection, resuming) : signIn(connection, parts));
  if (!signedIn.ok) return connection.end(signedIn.error);
  if (signal.aborted) return signal.reason;
  const { user } = signedIn.value;
  link.ready();
  store.dispatch({ kind: 'me', me: user });
  // A listener may have closed the client.
  if (signal.aborted) return signal.reason;
  // Catch up first: the events may confirm changes that were sent before.
  void follower?.start(user, welcome.value.generation, connection);
  outbox.open(connection);
  session.signedIn(signedIn.value);
  return await connection.ended;
}

type SignedIn = ServerFrameOf<'signed-in'>;

/** Awaits the token if it is being fetched; without one, waits until the user signs up or logs in. */
async function signIn(connection: Connection, parts: ConnectParts): Promise<Result<SignedIn, ConnectionEnd>> {
  const { link, requests, session } = parts;
  const finding = session.findToken();
  if (!finding) {
    link.ready();
    return await connection.orEnd(session.nextSignIn());
  }
  const found = await connection.orEnd(finding);
  if (!found.ok) return found;
  if (!found.value.ok) return err({ kind: 'session-ended', message: found.value.error });
  return await answerTo(connection, requests.ask('resume', { token: found.value.value }));
}

/** The reply to a request without which the connection is unusable, or how the connection ends. */
async function answerTo<T>(
  connection: Connection,
  asking: Promise<Result<T, Failure>>,
): Promise<Result<T, ConnectionEnd>> {
  const answer = await connection.orEnd(asking);
  if (!answer.ok) return answer;
  return answer.value.ok ? answer.value : err(endBy(answer.value.error));
}

function endBy(failure: Failure): ConnectionEnd {
  if (failure.kind !== 'refused') return givenUp;
  const { refusal } = failure;
  const retry = retryOf(refusal.code);
  if (retry === 'later') return givenUp;
  if (retry !== 'after-sign-in') return { kind: 'refused', refusal };
  return { kind: 'session-ended', message: refusal.detail ?? sayError(refusal.code) };
}

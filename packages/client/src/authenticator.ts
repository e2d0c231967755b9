import {
  type ClientFrameOf,
  err,
  ok,
  PROTOCOL_VERSION,
  type Result,
  retryOf,
  type ServerFrameOf,
  sayError,
  type UserId,
} from '@securechat/protocol';
import type { Failure, Session } from './api.ts';
import { Deferred } from './deferred.ts';
import type { Link } from './link/link.ts';
import type { DialFailure } from './ports.ts';
import type { Requests } from './requests.ts';

type Welcome = ServerFrameOf<'welcome'>;
export type SessionParts = {
  readonly link: Link;
  readonly requests: Requests;
  readonly client: { readonly name: string; readonly version: string };
  readonly device: string;
  readonly token: string | Promise<Result<string, string>> | undefined;
  readonly reconnect: boolean;
  /** Signed in on the current connection. */
  readonly signedIn: (user: UserId, welcome: Welcome) => void;
  /** The session is over, with a sentence. */
  readonly ended: (message: string) => void;
};

/** Greets each connection and takes the session up on it: hello, then the token where there is one. */
export class Authenticator {
  readonly #parts: SessionParts;
  readonly #welcomes = new Deferred<Result<Welcome, Failure>>();
  readonly #resumes = new Deferred<Result<Session, Failure>>();
  #token: SessionParts['token'];
  /** Counts connections, so that what waited does not act on a later one. */
  #connection = 0;
  #welcome: Welcome | undefined;
  #session: Session | undefined;
  #final: Failure | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#token = parts.token;
  }

  /** The server's welcome on the current connection. */
  async welcome(): Promise<Result<Welcome, Failure>> {
    if (this.#final) return err(this.#final);
    return this.#welcome ? ok(this.#welcome) : await this.#welcomes.next();
  }

  /** The session on the current connection; waits over reconnections. */
  async resumed(): Promise<Result<Session, Failure>> {
    if (this.#final) return err(this.#final);
    return this.#session ? ok(this.#session) : await this.#resumes.next();
  }

  /** Greets a new connection. */
  async opened(): Promise<void> {
    const { link, requests, client } = this.#parts;
    const connection = ++this.#connection;
    const welcoming = requests.ask('hello', { version: PROTOCOL_VERSION, client });
    // A token that is there goes along: that spares a way there and back, and whoever is not spoken to refuses it, too.
    const resuming = typeof this.#token === 'string' ? requests.ask('resume', { token: this.#token }) : undefined;
    const welcomed = await welcoming;
    if (!welcomed.ok) {
      this.#turnedAway(welcomed.error);
      return;
    }
    this.#welcome = welcomed.value;
    link.greeted(welcomed.value.heartbeatMs);
    this.#welcomes.resolve(welcomed);
    if (this.#token === undefined) {
      link.ready();
      return;
    }
    if (typeof this.#token !== 'string') {
      const found = await this.#token;
      if (connection !== this.#connection) return;
      if (!found.ok) {
        this.end(found.error);
        return;
      }
      this.#token = found.value;
    }
    const resumed = await (resuming ?? requests.ask('resume', { token: this.#token }));
    if (resumed.ok) this.#signedIn(resumed.value);
    else this.#turnedAway(resumed.error);
  }

  /** Signs up or logs in on the current connection. */
  async signIn(
    frame: Omit<ClientFrameOf<'signup'>, 'id' | 'device'> | Omit<ClientFrameOf<'login'>, 'id' | 'device'>,
  ): Promise<Result<Session, Failure>> {
    const welcomed = await this.welcome();
    if (!welcomed.ok) return welcomed;
    const { requests, device } = this.#parts;
    const { type, ...fields } = frame;
    const answer = await requests.ask(type, { ...fields, device });
    if (!answer.ok) return answer;
    this.#token = answer.value.token;
    return ok(this.#signedIn(answer.value));
  }

  /** The connection is gone. */
  lost(detail: string, dial: DialFailure | undefined, final: boolean): void {
    this.#connection++;
    this.#welcome = undefined;
    this.#session = undefined;
    const failure: Failure = dial ? { kind: 'offline', detail, dial } : { kind: 'offline', detail };
    if (final || !this.#parts.reconnect) this.#settle(failure);
    else this.#welcomes.resolve(err(failure));
  }

  /** Nothing will come any more. */
  close(detail: string): void {
    this.#settle({ kind: 'offline', detail });
  }

  /** The server ended the session, or refuses to take it up. */
  end(message: string): void {
    this.#token = undefined;
    this.#settle({ kind: 'refused', refusal: { code: 'session_expired', detail: message } });
    // First that the session has ended, then the state of the link that follows from it.
    this.#parts.ended(message);
    this.#parts.link.refuse(message);
  }

  #settle(failure: Failure): void {
    this.#final ??= failure;
    this.#welcomes.resolve(err(failure));
    this.#resumes.resolve(err(failure));
  }

  #signedIn(frame: ServerFrameOf<'signed-in'>): Session {
    const { user, session, token } = frame;
    this.#session = { user, session, ...(token === undefined ? {} : { token }) };
    this.#parts.link.ready();
    if (this.#welcome) this.#parts.signedIn(user, this.#welcome);
    this.#resumes.resolve(ok(this.#session));
    return this.#session;
  }

  #turnedAway(failure: Failure): void {
    // Lost meanwhile: the link deals with it.
    if (failure.kind === 'offline') return;
    if (failure.kind === 'timed-out') {
      this.#parts.link.drop();
      return;
    }
    const { code, detail } = failure.refusal;
    const message = detail ?? sayError(code);
    if (retryOf(code) === 'after-sign-in') {
      this.end(message);
      return;
    }
    if (retryOf(code) === 'later') {
      this.#parts.link.drop();
      return;
    }
    this.#settle(failure);
    this.#parts.link.refuse(message);
  }
}

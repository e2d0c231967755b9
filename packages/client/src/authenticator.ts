import { type ClientFrameOf, err, ok, type Result, type ServerFrameOf } from '@securechat/protocol';
import type { Failure, Session } from './api.ts';
import { Deferred } from './deferred.ts';
import type { Requests } from './requests.ts';

type Welcome = ServerFrameOf<'welcome'>;
type SignedIn = ServerFrameOf<'signed-in'>;
export type SessionParts = {
  readonly requests: Pick<Requests, 'ask'>;
  readonly device: string;
  /** An error is the sentence with which the session ends. */
  readonly token: string | Promise<Result<string, string>> | undefined;
};

/** The session across all connections: its token, and the callers that await the welcome or the resumed session. */
export class Authenticator {
  readonly #parts: SessionParts;
  readonly #welcomes = new Deferred<Result<Welcome, Failure>>();
  readonly #resumes = new Deferred<Result<Session, Failure>>();
  /** Passes a sign-in to the connection that waits for one. */
  #passSignIn: (frame: SignedIn) => void = () => {};
  #token: SessionParts['token'];
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

  /** The session on the current connection; waits across reconnections. */
  async resumed(): Promise<Result<Session, Failure>> {
    if (this.#final) return err(this.#final);
    return this.#session ? ok(this.#session) : await this.#resumes.next();
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
    // The connection handles the session first, so that requests of the caller come after the catch-up request.
    const resumed = this.resumed();
    this.#passSignIn(answer.value);
    await resumed;
    return ok(sessionOf(answer.value));
  }

  /** The reply to the next sign-up or log-in. Only the latest call is answered: earlier ones were for connections that have ended. */
  nextSignIn(): Promise<SignedIn> {
    return new Promise((resolve) => {
      this.#passSignIn = resolve;
    });
  }

  /** Resumes the session of the token; undefined if the token is not known yet. */
  resume(): Promise<Result<SignedIn, Failure>> | undefined {
    const token = this.#token;
    return typeof token === 'string' ? this.#parts.requests.ask('resume', { token }) : undefined;
  }

  /** The token, if it is still being fetched. */
  findToken(): Promise<Result<string, string>> | undefined {
    if (this.#token === undefined || typeof this.#token === 'string') return undefined;
    return this.#token.then((found) => {
      if (found.ok) this.#token = found.value;
      return found;
    });
  }

  /** The server has greeted on the current connection. */
  welcomed(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#welcomes.resolve(ok(welcome));
  }

  /** The session is resumed on the current connection. */
  signedIn(frame: SignedIn): void {
    this.#session = sessionOf(frame);
    this.#resumes.resolve(ok(this.#session));
  }

  /** The connection has ended. */
  lost(failure: Failure): void {
    this.#welcome = undefined;
    this.#session = undefined;
    this.#welcomes.resolve(err(failure));
  }

  /** There will be no further connection, for this reason. */
  close(failure: Failure): void {
    this.#final ??= failure;
    this.#welcomes.resolve(err(failure));
    this.#resumes.resolve(err(failure));
  }
}

function sessionOf({ type: _, re: __, ...session }: SignedIn): Session {
  return session;
}

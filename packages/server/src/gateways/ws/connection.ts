import type { Duplex } from 'node:stream';
import {
  type ClientFrame,
  type CloseName,
  closeCodes,
  decodeClientFrame,
  encodeFrame,
  err,
  limits,
  type Refusal,
  type ServerFrame,
} from '@securechat/protocol';
import type { WebSocket } from 'ws';
import type { App, Following } from '../../app/app.ts';
import type { Caller } from '../../app/context.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Answer, Conversation, Signed } from './conversation.ts';
import type { Flusher } from './flusher.ts';
import { FrameQueue } from './frame-queue.ts';
import { frameText } from './frames.ts';
import { Outbox, type Wire } from './outbox.ts';
import { costOf, dispatch, type Phase } from './routes.ts';
import { asideBytes, eventBytes, refusalFrame } from './to-frame.ts';

/** Malformed frames after which a connection is closed. */
const mostBadFrames = 10;
/** How long the other end may take to close before the socket is cut. */
const closeGraceMs = 2000;

export type ConnectionParts = {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly address: string;
  /** The raw socket under the WebSocket: ready-made frames are written past it. */
  readonly socket: Duplex;
  readonly flusher: Flusher;
  /** Called once when it signs in: it no longer counts as a guest. */
  readonly signedIn: () => void;
};

/** ws frames the rest (pings, pongs, close) and writes each whole and at once, so that ours may stand between. */
function wireOf(ws: WebSocket, socket: Duplex): Wire {
  return {
    get open() {
      return ws.readyState === ws.OPEN;
    },
    get waitingBytes() {
      return socket.writableLength;
    },
    write: (bytes, done) => void socket.write(bytes, done),
  };
}

/** One socket's life: greeting → guest → user → closed. */
export class Connection implements Conversation {
  readonly app: App;
  readonly address: string;
  signed: Signed | undefined;
  /** Resolves once the socket is closed. */
  readonly ended: Promise<void>;
  readonly #ws: WebSocket;
  readonly #parts: ConnectionParts;
  readonly #outbox: Outbox;
  readonly #queue: FrameQueue;
  readonly #cancelDeadline: () => void;
  #cancelHeartbeat = () => {};
  #greeted = false;
  #badFrames = 0;
  #alive = true;
  #closing = false;

  constructor(ws: WebSocket, parts: ConnectionParts) {
    this.app = parts.app;
    this.address = parts.address;
    this.#ws = ws;
    this.#parts = parts;
    const { socket, clock, flusher } = parts;
    this.#outbox = new Outbox(wireOf(ws, socket), { flusher, clock, overflow: () => this.#cut() });
    this.#queue = new FrameQueue((text) => this.#deal(text), ws);
    this.#cancelDeadline = parts.clock.after(limits.authDeadlineMs, () => this.close('auth_deadline'));
    ws.on('message', (data: Buffer, binary: boolean) => {
      this.#alive = true;
      if (binary) this.close('unsupported_data');
      else if (!this.#closing) this.#queue.push(data.toString('utf8'));
    });
    ws.on('pong', () => {
      this.#alive = true;
    });
    ws.on('error', (error: Error & { code?: string }) => parts.log.debug('socket', { code: error.code }));
    this.ended = new Promise((resolve) => {
      ws.on('close', () => {
        this.#closed();
        resolve();
      });
    });
    this.#beat();
  }

  nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  greet(): void {
    this.#greeted = true;
  }

  signIn(caller: Caller, fresh: boolean): void {
    this.#cancelDeadline();
    this.#parts.signedIn();
    this.signed = {
      caller,
      speaker: this.app.speaker(caller),
      following: undefined,
      unwatch: this.app.watchSession(caller, () => this.close('session_ended')),
    };
    if (!this.#closing) return;
    // Closed while the sign-in was on its way: nobody would ever stop the watching, and nobody has the token of a new session.
    this.signed.unwatch();
    const ending = fresh ? this.app.endSession(caller, caller.session) : undefined;
    ending?.catch((thrown: unknown) => this.#parts.log.warn('session not ended', { reason: String(thrown) }));
  }

  follow(signed: Signed): Following {
    signed.following ??= this.app.follow(signed.caller, {
      run: (run) => this.send({ type: 'events', ...run, events: [...run.events] }),
      ready: () => this.#outbox.ready(),
      live: (event) => this.#outbox.send(eventBytes(event)),
      aside: (aside) => this.#outbox.send(asideBytes(aside)),
      failed: (thrown) => {
        this.#parts.log.error('a feed failed', { reason: String(thrown) });
        this.close('going_away');
      },
    });
    return signed.following;
  }

  send(frame: ServerFrame): void {
    this.#outbox.send(frameText(encodeFrame(frame)));
  }

  meanwhile(re: string, doing: Promise<Answer>): void {
    this.#queue.outstanding(this.#answer(re, doing));
  }

  /** Says why and closes; cuts the socket when the other end does not follow. */
  close(why: CloseName): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#queue.close();
    this.#outbox.flush();
    this.#outbox.close();
    this.#unfollow();
    const { code, say } = closeCodes[why];
    this.#ws.close(code, say);
    this.#parts.clock.after(closeGraceMs, () => this.#ws.terminate());
  }

  /** The server stops: takes no more frames, answers those it took, says when to come back, and closes with 1012. */
  async goDown(retryAfterMs: number): Promise<void> {
    this.#queue.close();
    await this.#queue.idle();
    this.send({ type: 'going-down', retryAfterMs });
    this.close('restart');
  }

  #phase(): Phase {
    if (this.signed) return 'user';
    return this.#greeted ? 'guest' : 'greeting';
  }

  async #deal(text: string): Promise<void> {
    if (this.#closing) return;
    const decoded = decodeClientFrame(text);
    if (!decoded.ok) {
      const { code, detail, re } = decoded.error;
      this.send(refusalFrame({ code, detail }, re));
      if (++this.#badFrames >= mostBadFrames) this.close('bad_frames');
      return;
    }
    const frame = decoded.value;
    await this.#answer('id' in frame ? frame.id : undefined, this.#ask(frame));
  }

  async #ask(frame: ClientFrame): Promise<Answer> {
    const cost = costOf(frame);
    if (cost > 0) {
      const paid = await this.app.spend('request', this.signed?.caller.session ?? this.address, cost);
      if (!paid.ok) return paid;
      // Gone meanwhile: nobody would ever end what it begins now.
      if (this.#closing) return undefined;
    }
    return await dispatch(this, this.#phase(), frame);
  }

  /** Sends what comes of a request. A throw is a bug or a disk: the asker gets a refusal, the log the reason, nobody else notices. */
  async #answer(re: string | undefined, doing: Promise<Answer>): Promise<void> {
    const answer = await doing.catch((thrown: unknown) => err(this.#explain(thrown)));
    if (answer?.ok) this.send(answer.value);
    else if (answer && re !== undefined) this.send(refusalFrame(answer.error, re));
  }

  #explain(thrown: unknown): Refusal {
    const failed =
      typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'storage_failed';
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.#parts.log.error(failed ? 'storage failed' : 'a request failed', { reason });
    return failed ? { code: 'storage_failed', retryAfterMs: 1000 } : { code: 'internal', retryAfterMs: 1000 };
  }

  #beat(): void {
    this.#cancelHeartbeat = this.#parts.clock.after(limits.heartbeatMs, () => {
      if (!this.#alive) return this.#ws.terminate();
      this.#alive = false;
      this.#ws.ping();
      this.#beat();
    });
  }

  /** A reader that fell behind: what waits for it is dropped, it comes back and catches up from its cursor. */
  #cut(): void {
    this.#parts.log.info('slow reader', { session: this.signed?.caller.session });
    this.#outbox.close();
    this.close('slow_reader');
  }

  #closed(): void {
    this.#closing = true;
    this.#cancelDeadline();
    this.#cancelHeartbeat();
    this.#queue.close();
    this.#outbox.close();
    this.signed?.unwatch();
    this.#unfollow();
  }

  #unfollow(): void {
    this.signed?.following?.stop(false);
    if (this.signed) this.signed.following = undefined;
  }
}

import { randomUUID } from 'node:crypto';
import { type Running, run, start } from '../support/cli.ts';
import type { Op, Recorder } from './history.ts';

/** What `securechat send --json` and `tail --json` print. */
type Sent = { readonly room: string; readonly seq: number };
type PrintedEvent = {
  readonly seq: number;
  readonly id: string;
  readonly author: string;
  readonly type: string;
  readonly text?: string;
};

const room = 'general';
const betweenMs = 300;
/** The exit codes after which it is unknown whether a message arrived: it is sent again under the same id. */
const again: readonly (number | string)[] = [4, 8];

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A script as its author would write it: sends with `securechat send --id`, again under the same id until it is known to be sent, and reads
 * with `securechat tail --json`, from the line after the last one whenever that has ended.
 */
export class ScriptClient {
  readonly troubles: Op[] = [];
  readonly #user: string;
  readonly #common: readonly string[];
  readonly #recorder: Recorder;
  #stopped = false;
  #ended = false;
  #at = 0;
  #hasStarted = false;
  #tail: Running | undefined;
  #sending: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: { user: string; home: string; url: string; pin: string; recorder: Recorder }) {
    this.#user = parts.user;
    this.#recorder = parts.recorder;
    this.#common = ['--home', parts.home, '--server', parts.url, '--pin', parts.pin, '--token-store', 'file'];
  }

  async start(): Promise<void> {
    this.#recorder.add({ t: 'client', client: this.#user, user: this.#user });
    const input = `the long password of ${this.#user}\n`;
    const signup = await run(['signup', this.#user, ...this.#common, '--password-stdin'], { input });
    if (signup.code !== 0) throw new Error(`the script cannot sign up: ${signup.err}`);
    this.#sending = this.#send();
    this.#reading = this.#read();
  }

  /** Stops sending; resolves when the last message is known to be sent. */
  async drain(withinMs: number): Promise<void> {
    this.#stopped = true;
    await this.#within(this.#sending, withinMs, 'has not drained');
  }

  /** Reads up to this seq, then ends. */
  async finish(upTo: number, withinMs: number): Promise<void> {
    const endMs = performance.now() + withinMs;
    while (this.#at < upTo && performance.now() < endMs) await wait(50);
    this.#recorder.add({ t: 'final', client: this.#user, room, upTo });
    await this.end();
  }

  async end(): Promise<void> {
    this.#stopped = true;
    this.#ended = true;
    this.#tail?.signal('SIGINT');
    await this.#within(this.#reading, 10_000, 'does not end');
    this.#tail?.signal('SIGKILL');
  }

  async #send(): Promise<void> {
    for (let n = 0; !this.#stopped; n++) {
      const id = randomUUID();
      const body = `${id} ${n} from a script`;
      this.#recorder.add({ t: 'send', client: this.#user, id, room, user: this.#user, body });
      this.#recorder.add({ t: 'queued', id });
      const command = ['send', body, '--id', id, '--json', '--timeout', '10', ...this.#common];
      let sent = await run(command);
      while (again.includes(sent.code) && !this.#ended) {
        await wait(betweenMs);
        sent = await run(command);
      }
      if (sent.code === 0) {
        const ack: Sent = JSON.parse(sent.out);
        this.#recorder.add({ t: 'ack', id, room: ack.room, seq: ack.seq });
      } else if (!this.#ended) this.#trouble(`send ended with ${sent.code}: ${sent.err}`);
      await wait(betweenMs);
    }
  }

  async #read(): Promise<void> {
    while (!this.#ended) {
      let handled = 0;
      const tail = start(['tail', '--json', '--since', String(this.#at), ...this.#common]);
      this.#tail = tail;
      const take = () => {
        // The last line may be incomplete while it runs.
        const whole = tail.lines().filter((line) => line.endsWith('}'));
        for (const line of whole.slice(handled)) this.#onEvent(JSON.parse(line));
        handled = whole.length;
      };
      const looking = setInterval(take, 100);
      const { code, err } = await tail.done;
      clearInterval(looking);
      take();
      if (!this.#ended && !again.includes(code)) this.#trouble(`tail ended with ${code}: ${err}`);
      if (!this.#ended) await wait(betweenMs);
    }
  }

  #onEvent({ seq, id, author: user, type, text: body }: PrintedEvent): void {
    if (!this.#hasStarted) {
      // It has requested everything, so what lies before the first line must be what it may not see.
      const jump = { jump: 'rejoined', after: seq - 1, head: seq, recent: 0 } as const;
      this.#recorder.add({ t: 'jump', client: this.#user, room, ...jump });
      this.#hasStarted = true;
    }
    this.#recorder.add({ t: 'recv', client: this.#user, room, seq, id, user, type, body });
    this.#at = seq;
  }

  async #within(doing: Promise<void>, ms: number, message: string): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    // Cancelled with the race: a pending timer would keep the run from ending.
    const timer = setTimeout(() => resolve('late'), ms);
    if ((await Promise.race([doing, late])) === 'late') this.#trouble(message);
    clearTimeout(timer);
  }

  #trouble(message: string): void {
    this.troubles.push({ t: 'trouble', name: 'script-failed', message: `${this.#user}: ${message}` });
  }
}

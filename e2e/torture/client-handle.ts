import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ClientOrder, ClientPlan, ClientReport } from './client-plan.ts';
import type { Deed, Learned } from './deeds.ts';

/** The runner's side of one client process. */
export class ClientHandle {
  readonly plan: ClientPlan;
  readonly #program: string;
  /** Codes that it has created, and direct rooms that it has opened. */
  readonly learned: Learned[] = [];
  #child: ChildProcess | undefined;
  #seen = new Map<ClientReport['is'], ClientReport>();
  #waiting: { is: ClientReport['is']; resolve: (report: ClientReport | undefined) => void }[] = [];
  #ackedBefore = 0;
  #acked = 0;
  /** Its stderr, or why it could not continue; empty for a healthy client. */
  trouble = '';

  constructor(program: string, plan: ClientPlan) {
    this.#program = program;
    this.plan = plan;
  }

  /** The number of its acknowledgements, over all its lives. */
  get acked(): number {
    return this.#ackedBefore + this.#acked;
  }

  start(): void {
    this.#seen = new Map();
    this.#ackedBefore += this.#acked;
    this.#acked = 0;
    const child = spawn(process.execPath, [this.#program, JSON.stringify(this.plan)], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdin.on('error', () => {});
    child.stderr.on('data', (data: Buffer) => {
      this.trouble = `${this.trouble}${data.toString()}`.slice(0, 2000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#onReport(JSON.parse(line)));
    child.once('exit', () => {
      for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    });
  }

  tell(order: ClientOrder): void {
    // A repeated order is answered again.
    if (order.do === 'drain') this.#seen.delete('drained');
    if (order.do === 'mark') this.#seen.delete('marked');
    if (this.#child?.stdin?.writable) this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  does(deed: Deed): void {
    this.tell({ do: 'act', deed });
  }

  /** The next report of this kind, or an earlier one; undefined if it takes too long or the process ends. */
  async nextReport(is: ClientReport['is'], withinMs: number): Promise<ClientReport | undefined> {
    const before = this.#seen.get(is);
    if (before) return before;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), withinMs);
      this.#waiting.push({
        is,
        resolve: (report) => {
          clearTimeout(timer);
          resolve(report);
        },
      });
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  #onReport(report: ClientReport): void {
    if (report.is === 'status') this.#acked = report.acked;
    else this.#seen.set(report.is, report);
    if (report.is === 'learned') this.learned.push(report.what);
    if (report.is === 'failed') this.trouble ||= report.message;
    for (const waiting of this.#waiting.filter((w) => w.is === report.is)) waiting.resolve(report);
    this.#waiting = this.#waiting.filter((w) => w.is !== report.is);
  }
}

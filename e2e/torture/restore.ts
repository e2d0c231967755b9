import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Auditor } from './audit.ts';
import type { Programs } from './bundle.ts';
import { check } from './checker.ts';
import { ClientHandle } from './client-handle.ts';
import { mergeHistory, type Op, Recorder } from './history.ts';
import type { Anomaly } from './indexed-history.ts';
import { Random } from './random.ts';
import { calmLife, ServerKeeper } from './server-keeper.ts';
import { planClients, quiesce, reaches, type Setting, startClients } from './torture.ts';

/** The result of restoring a backup. */
export type Restored = { readonly anomalies: readonly Anomaly[]; readonly lost: number; readonly acked: number };

/**
 * All clients send; a backup is taken; all continue; the backup is restored (G7). Only messages acknowledged in between are lost: each
 * client must be notified, start over, and end with the server's state.
 */
export async function tortureRestore(
  setting: Omit<Setting, 'goal'> & {
    /** How many messages are acknowledged in each of the three times. */ readonly acked: number;
  },
  programs: Programs,
): Promise<Restored> {
  const home = join(setting.folder, 'server');
  const [data, backup] = [join(home, 'data'), join(home, 'backup')];
  mkdirSync(home, { recursive: true });
  const server = new ServerKeeper({ program: programs.server, home, mutation: 'none' });
  await server.start(calmLife);
  const plans = planClients(setting, new Random(setting.seed), { url: server.url, pin: server.pin });
  const clients = plans.map((plan) => new ClientHandle(programs.client, plan));
  const recorder = new Recorder(join(setting.folder, 'runner.jsonl'));
  const auditor = new Auditor({ url: server.url, pin: server.pin }, recorder);
  const acked = () => clients.reduce((sum, client) => sum + client.acked, 0);
  const talked = async () => {
    for (const client of clients) client.tell({ do: 'talk' });
    const enough = acked() + setting.acked;
    await reaches(() => acked() >= enough, (setting.maxSeconds / 3) * 1000);
    for (const client of clients) client.tell({ do: 'drain' });
    await Promise.all(clients.map((client) => client.nextReport('drained', setting.quiesceMs)));
  };
  const restarted = async (mark: 'backup' | 'restore', meanwhile: () => void | Promise<void>) => {
    await server.stop();
    await meanwhile();
    for (const client of clients) client.tell({ do: 'mark', name: mark });
    await Promise.all(clients.map((client) => client.nextReport('marked', setting.quiesceMs)));
    await server.start(calmLife);
  };
  try {
    await auditor.begin({ public: [], private: [] });
    await startClients(clients);
    await talked();
    await restarted('backup', () => cpSync(data, backup, { recursive: true }));
    await talked();
    await restarted('restore', async () => {
      rmSync(data, { recursive: true });
      cpSync(backup, data, { recursive: true });
      // A client that returns with its data on disk must notice as well.
      for (const client of clients.filter(({ plan }) => plan.kind !== 'core')) {
        await client.kill();
        client.start();
        await client.nextReport('ready', setting.quiesceMs);
      }
    });
    await talked();
    for (const op of await quiesce(clients, auditor, setting.quiesceMs)) recorder.add(op);
    for (const op of await auditor.readAll()) recorder.add(op);
    await server.stop();
  } finally {
    await Promise.all(clients.map((client) => client.kill()));
    await server.abandon();
    recorder.close();
  }
  return checkRestore(setting.folder);
}

/** The history without what lies between backup and restore, and what must hold for that part. */
function checkRestore(folder: string): Restored {
  const remaining: Op[] = [];
  const notified = new Set<string>();
  const clients = new Set<string>();
  const count = { lost: 0, acked: 0 };
  let since: 'begin' | 'backup' | 'restore' = 'begin';
  for (const op of mergeHistory(folder)) {
    const seen = op.t === 'recv' || op.t === 'jump' || op.t === 'synced';
    // A device that has read more than the backup has may lower its marks.
    if (op.t === 'read-mark' || op.t === 'final-mark') continue;
    if (op.t === 'client') {
      clients.add(op.client);
      // Its file begins, or it has been restarted.
      if (!remaining.some((k) => k.t === 'client' && k.client === op.client)) since = 'begin';
      remaining.push(op);
    } else if (op.t === 'mark') since = op.name;
    else if (op.t === 'jump' && op.jump === 'restored' && since === 'restore') {
      notified.add(op.client);
      remaining.push({ ...op, jump: 'new' });
    } else if (since === 'backup' || (since === 'begin' && seen)) count.lost += op.t === 'ack' ? 1 : 0;
    else {
      remaining.push(op);
      count.acked += op.t === 'ack' ? 1 : 0;
    }
  }
  const anomalies = check(remaining);
  for (const client of clients) if (!notified.has(client)) anomalies.push({ name: 'restore-not-told', client });
  return { anomalies, ...count };
}

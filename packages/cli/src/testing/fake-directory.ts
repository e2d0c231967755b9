import { clientOf, FakeServer, MemoryOutboxStore } from '@securechat/client/testing';
import type { FakeClock } from '@securechat/testkit';
import type { ServerDirectory } from '../chat/open-servers/servers.ts';
import { MemoryDrafts } from './memory-drafts.ts';

/**
 * Accounts at in-memory servers. Opening and closing is logged, and unsent messages outlive it; `fails` is why a server cannot be opened,
 * or is thrown. An account can be deleted from `accounts`.
 */
export function fakeDirectory(clock: FakeClock, names: readonly string[]) {
  const servers = new Map(names.map((name) => [name, new FakeServer()]));
  const drafts = new Map(names.map((name) => [name, new MemoryDrafts()]));
  const outboxes = new Map(names.map((name) => [name, new MemoryOutboxStore()]));
  const log: string[] = [];
  const fails = new Map<string, string | Error>();
  const accounts = new Set(names);
  const directory: ServerDirectory = {
    stored: () => [...accounts].map((name) => ({ name, user: 'ada' })),
    open: async (name) => {
      const server = servers.get(name);
      const why = fails.get(name);
      if (why instanceof Error) throw why;
      if (!server || why !== undefined) return { ok: false, error: why ?? 'not there' };
      log.push(`open ${name}`);
      const outboxStore = outboxes.get(name);
      const client = clientOf(server, clock, outboxStore ? { outboxStore } : {});
      void client.connect();
      const close = async () => {
        await client.close();
        log.push(`close ${name}`);
      };
      const kept = drafts.get(name);
      return { ok: true, value: { name, client, keeps: true, close, ...(kept ? { drafts: kept } : {}) } };
    },
  };
  return { directory, log, fails, accounts, drafts, at: (name: string) => servers.get(name) ?? new FakeServer() };
}

import { FakeClock } from '@securechat/testkit';
import { presenceStoreContract } from '../contracts/presence-store.contract.ts';
import { createMemoryPresenceStore, type PresenceLeases } from './memory-presence-store.ts';

presenceStoreContract('memory', () => {
  const clock = new FakeClock();
  const leases: PresenceLeases = new Set();
  return { open: () => createMemoryPresenceStore(clock, leases), pass: (ms) => clock.advance(ms) };
});

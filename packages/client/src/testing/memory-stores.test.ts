import { cacheContract, outboxStoreContract } from '../contracts/local-store.contract.ts';
import { MemoryCache, MemoryOutboxStore } from './memory-stores.ts';

outboxStoreContract('in memory', () => {
  const kept = new MemoryOutboxStore();
  return { kept, reopen: () => kept };
});

cacheContract('in memory', () => {
  const kept = new MemoryCache();
  return { kept, reopen: () => kept };
});

import { cacheContract, outboxStoreContract } from '../contracts/local-store.contract.ts';
import { MemoryCache, MemoryOutboxStore } from './memory-stores.ts';

outboxStoreContract('in memory', () => {
  const store = new MemoryOutboxStore();
  return { store, reopen: () => store };
});

cacheContract('in memory', () => {
  const store = new MemoryCache();
  return { store, reopen: () => store };
});

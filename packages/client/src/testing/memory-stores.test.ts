import { cacheContract, outboxStoreContract, userStateStoreContract } from '../contracts/local-store.contract.ts';
import { MemoryUserStateStore } from '../user-state/memory-store.ts';
import { MemoryCache, MemoryOutboxStore } from './memory-stores.ts';

outboxStoreContract('in memory', () => {
  const store = new MemoryOutboxStore();
  return { store, reopen: () => store };
});

cacheContract('in memory', () => {
  const store = new MemoryCache();
  return { store, reopen: () => store };
});

userStateStoreContract('in memory', () => {
  const store = new MemoryUserStateStore();
  return { store, reopen: () => store };
});

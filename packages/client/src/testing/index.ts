export { cacheContract, outboxStoreContract } from '../contracts/kept.contract.ts';
export { FakeServer } from './fake-server.ts';
export { MemoryCache, MemoryOutboxStore } from './memory-kept.ts';

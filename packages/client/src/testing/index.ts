export { cacheContract, outboxStoreContract, userStateStoreContract } from '../contracts/local-store.contract.ts';
export { type ContractServer, serverContract } from '../contracts/server.contract.ts';
export { clientOf } from './client-of.ts';
export { describedAs } from './description.ts';
export { FakeServer } from './fake-server.ts';
export { MemoryCache, MemoryOutboxStore } from './memory-stores.ts';

import { searchChangesContract } from '../../contracts/store/search-changes.ts';
import { storeContract } from '../../contracts/store.contract.ts';
import { createMemoryStore } from './store.ts';

storeContract('memory', async () => createMemoryStore());
searchChangesContract('memory', createMemoryStore);

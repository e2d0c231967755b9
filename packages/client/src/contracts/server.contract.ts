import { describe } from 'vitest';
import { connectionContract } from './server/connection.ts';
import { keptStateContract } from './server/kept.ts';
import { messageContract } from './server/messages.ts';
import { readingContract } from './server/reading.ts';
import type { ContractServer } from './server/steps.ts';

export type { ContractServer } from './server/steps.ts';

/** What every client relies on. A fake that passes can replace the server in tests that need no more than this. */
export function serverContract(name: string, start: () => Promise<ContractServer>): void {
  describe(`server: ${name}`, () => {
    connectionContract(start);
    messageContract(start);
    readingContract(start);
    keptStateContract(start);
  });
}

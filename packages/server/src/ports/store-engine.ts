import type { Result } from '@securechat/protocol/result';
import type { Asker, CheckResult } from '../domain/check-result.ts';
import type { Store } from './store.ts';

/** What a backup holds. */
export type Backup = {
  readonly file: string;
  readonly bytes: number;
  readonly accounts: number;
  readonly events: number;
};

/** One store in one place, before it is opened: what `serve`, `doctor` and the operator's commands need of it. Errors are sentences. */
export interface StoreEngine {
  /** Opens the store for a server, and creates what is missing. `died` is called with the reason if nothing can be written any more. */
  open(options: { readonly died?: (why: string) => void }): Promise<Result<Store, string>>;
  /** Opens the store for an operator's command, beside a running server or without one. Creates nothing. */
  openBeside(): Promise<Result<Store, string>>;
  /** What must be in order before `open`, by name. The checks change nothing. */
  readonly checks: readonly (readonly [string, (asker: Asker) => CheckResult | Promise<CheckResult>])[];
  /** Whether a server has the store open. */
  isInUse(): Promise<boolean>;
  /** How many accounts there are; 0 if nothing was stored yet. Rejects if the store cannot be read. */
  countAccounts(): Promise<number>;
  /**
   * Looks for damage while the server runs. `report` receives the problems, none if the store is sound, or why the search failed; the
   * returned function cancels the search at once, and resolves when it has ended.
   */
  findDamage(report: (result: Result<readonly string[], string>) => void): () => Promise<void>;
  /** Writes a copy of the store to a file. */
  backUp(file: string): Promise<Result<Backup, string>>;
}

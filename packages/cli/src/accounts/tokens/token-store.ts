import type { Result } from '@securechat/protocol';
import type { CommandError } from '../../output/command-error.ts';

/** Why a store could not be asked, as part of a sentence. */
export type StoreProblem = { readonly message: string };

/** A place that keeps session tokens by account (`user@host:port`). */
export interface TokenStore {
  /** The token, or undefined when there is none for the account. */
  read(account: string): Promise<Result<string | undefined, StoreProblem>>;
  /** Keeps the token; one of the same account is replaced. */
  write(account: string, token: string): Promise<Result<void, StoreProblem>>;
  /** Forgets the token; fine when there is none. */
  remove(account: string): Promise<Result<void, StoreProblem>>;
}

/** What commands use: the stores in their order, with the sentences for a person. */
export interface Tokens {
  read(account: string): Promise<Result<string | undefined, CommandError>>;
  write(account: string, token: string): Promise<Result<void, CommandError>>;
  remove(account: string): Promise<Result<void, CommandError>>;
}

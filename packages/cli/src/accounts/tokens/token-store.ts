import type { Result } from '@securechat/protocol';
import type { CommandError } from '../../output/command-error.ts';

/** Why a store could not be used, as part of a sentence. */
export type StoreProblem = { readonly message: string };

/** A store of session tokens by account (`user@host:port`). */
export interface TokenStore {
  /** The token, or undefined if there is none for the account. */
  read(account: string): Promise<Result<string | undefined, StoreProblem>>;
  /** Stores the token; an earlier one of the same account is replaced. */
  write(account: string, token: string): Promise<Result<void, StoreProblem>>;
  /** Deletes the token; succeeds if there is none. */
  remove(account: string): Promise<Result<void, StoreProblem>>;
}

/** The token stores in their order of preference, with errors for the user. */
export interface Tokens {
  read(account: string): Promise<Result<string | undefined, CommandError>>;
  write(account: string, token: string): Promise<Result<void, CommandError>>;
  remove(account: string): Promise<Result<void, CommandError>>;
}

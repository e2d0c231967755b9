import type { Result } from '@securechat/protocol/result';

/** Hashes passwords, slowly on purpose. At most a few run at once, with a bounded queue behind them; beyond it the answer is `busy`. */
export interface Hasher {
  hash(password: string): Promise<Result<string, 'busy'>>;
  /** Compares with a hash; without one (unknown user) takes the same time and returns false. */
  verify(password: string, hash: string | undefined): Promise<Result<boolean, 'busy'>>;
}
